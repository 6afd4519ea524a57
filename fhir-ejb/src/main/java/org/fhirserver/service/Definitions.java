package org.fhirserver.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.fhirserver.store.fhirpath.Invariants;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.FhirXml;
import org.fhirserver.store.search.CompartmentDefinitions;
import org.fhirserver.store.search.SearchParameterDefinitions;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchValues;
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
  SearchParameterRegistry searchParameterRegistry(FhirDefinitions definitions) {
    return new SearchParameterRegistry(definitions, SearchParameterDefinitions.load());
  }

  @Produces
  @Singleton
  CompartmentDefinitions compartmentDefinitions(SearchParameterRegistry registry) {
    return CompartmentDefinitions.load(registry);
  }

  @Produces
  @Singleton
  SpecificationTerminology specificationTerminology() {
    return new SpecificationTerminology();
  }

  @Produces
  @Singleton
  SearchValues searchValues(SearchParameterRegistry registry) {
    return new SearchValues(registry);
  }

  @Produces
  @Singleton
  Units units() {
    return Units.load();
  }

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
