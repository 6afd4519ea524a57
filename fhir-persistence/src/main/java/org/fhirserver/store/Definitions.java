package org.fhirserver.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.fhirserver.store.fhirpath.Invariants;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.FhirXml;
import org.fhirserver.store.search.CompartmentDefinitions;
import org.fhirserver.store.search.SearchParameters;
import org.fhirserver.store.terminology.SpecificationTerminology;
import org.fhirserver.store.ucum.Units;

/** Loads the definitions of FHIR R4 and UCUM once and gives out what is made of them. */
@ApplicationScoped
public class Definitions {

  @Produces
  @Singleton
  FhirDefinitions fhirDefinitions() {
    return FhirDefinitions.load();
  }

  @Produces
  @Singleton
  FhirJson fhirJson(FhirDefinitions definitions) {
    return new FhirJson(definitions, new Invariants(definitions));
  }

  @Produces
  @Singleton
  FhirXml fhirXml(FhirDefinitions definitions) {
    return new FhirXml(definitions);
  }

  @Produces
  @Singleton
  CompartmentDefinitions compartmentDefinitions(SearchParameters parameters) {
    return CompartmentDefinitions.load(parameters.specified());
  }

  @Produces
  @Singleton
  SpecificationTerminology specificationTerminology() {
    return new SpecificationTerminology();
  }

  @Produces
  @Singleton
  Units units() {
    return Units.load();
  }
}
