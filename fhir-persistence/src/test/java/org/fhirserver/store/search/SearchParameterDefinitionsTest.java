package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;

class SearchParameterDefinitionsTest {
  private final List<SearchParameterDefinition> definitions = SearchParameterDefinitions.load();

  private SearchParameterDefinition named(String id) {
    return definitions.stream()
        .filter(definition -> definition.url().equals("http://hl7.org/fhir/SearchParameter/" + id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyParameterHasItsOwnUrl() {
    assertEquals(1375, definitions.size());
    assertEquals(
        1375,
        definitions.stream()
            .map(SearchParameterDefinition::url)
            .collect(Collectors.toSet())
            .size());
  }

  @Test
  void parameterMayBeForSeveralTypes() {
    SearchParameterDefinition family = named("individual-family");
    assertEquals("family", family.code());
    assertEquals("string", family.type());
    assertEquals(
        Optional.of("Patient.name.family | Practitioner.name.family"), family.expression());
    assertEquals(List.of(ResourceType.PATIENT, ResourceType.PRACTITIONER), family.resourceTypes());
  }

  @Test
  void parameterOfAllResourcesIsForEachType() {
    assertEquals(List.of(ResourceType.values()), named("Resource-id").resourceTypes());
  }

  @Test
  void parameterOfDomainResourcesIsNotForBundles() {
    List<ResourceType> types = named("DomainResource-text").resourceTypes();
    assertTrue(types.contains(ResourceType.PATIENT));
    assertFalse(types.contains(ResourceType.BUNDLE));
    assertEquals(Optional.empty(), named("DomainResource-text").expression());
  }

  @Test
  void referenceKnowsItsTargets() {
    assertEquals(
        List.of(
            ResourceType.PRACTITIONER, ResourceType.ORGANIZATION, ResourceType.PRACTITIONER_ROLE),
        named("Patient-general-practitioner").targets());
  }

  @Test
  void compositeKnowsItsComponents() {
    assertEquals(
        List.of(
            new SearchParameterDefinition.Component(
                "http://hl7.org/fhir/SearchParameter/clinical-code", "code"),
            new SearchParameterDefinition.Component(
                "http://hl7.org/fhir/SearchParameter/Observation-value-quantity",
                "value.as(Quantity)")),
        named("Observation-code-value-quantity").components());
  }
}
