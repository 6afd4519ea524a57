package org.fhirserver.store.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FhirDefinitionsTest {
  private final FhirDefinitions definitions = FhirDefinitions.load();

  private TypeDefinition type(String name) {
    return definitions.type(name).orElseThrow();
  }

  private ElementDefinition element(String type, String name) {
    return type(type).element(name).orElseThrow();
  }

  @Test
  void everyResourceTypeIsDefined() {
    for (ResourceType resourceType : ResourceType.values()) {
      TypeDefinition type = definitions.resource(resourceType);
      assertEquals(resourceType.typeName(), type.name());
      assertEquals(TypeDefinition.Kind.RESOURCE, type.kind());
      assertFalse(type.isAbstract());
    }
  }

  @Test
  void inheritedElementsStandBeforeOwnOnes() {
    List<String> names =
        type("Patient").elements().stream().map(ElementDefinition::name).limit(10).toList();
    assertEquals(
        List.of(
            "id",
            "meta",
            "implicitRules",
            "language",
            "text",
            "contained",
            "extension",
            "modifierExtension",
            "identifier",
            "active"),
        names);
  }

  @Test
  void backboneElementsAreTypesNamedByPath() {
    assertEquals(List.of(type("Patient.contact")), element("Patient", "contact").types());
    assertEquals(TypeDefinition.Kind.BACKBONE, type("Patient.contact").kind());
    assertTrue(type("Patient.contact").isA("BackboneElement"));
  }

  @Test
  void contentReferencesAreResolved() {
    assertEquals(
        List.of(type("Questionnaire.item")), element("Questionnaire.item", "item").types());
    assertEquals(
        List.of(type("Observation.referenceRange")),
        element("Observation.component", "referenceRange").types());
  }

  @Test
  void choiceIsNamedWithoutItsType() {
    ElementDefinition value = element("Observation", "value");
    assertTrue(value.isChoice());
    assertEquals(11, value.types().size());
    assertEquals(Optional.of("valueQuantity"), value.jsonName(type("Quantity")));
    assertEquals(Optional.of("valueDateTime"), value.jsonName(type("dateTime")));
    assertEquals(Optional.empty(), value.jsonName(type("Money")));
  }

  @Test
  void extensionMayHaveAnyOfFiftyTypes() {
    assertEquals(50, element("Extension", "value").types().size());
  }

  @Test
  void elementThatHoldsAnyResourceHasTheTypeResource() {
    assertEquals(List.of(type("Resource")), element("Bundle.entry", "resource").types());
    assertEquals(List.of(type("Resource")), element("Patient", "contained").types());
    assertTrue(type("Resource").isAbstract());
  }

  @Test
  void logicalIdIsAnIdAndElementIdIsAString() {
    assertEquals(List.of(type("id")), element("Patient", "id").types());
    assertEquals(List.of(type("string")), element("HumanName", "id").types());
    assertEquals(List.of(type("uri")), element("Extension", "url").types());
  }

  @Test
  void cardinalityIsKnown() {
    assertEquals(1, element("Observation", "status").min());
    assertFalse(element("Observation", "status").isRepeating());
    assertEquals(0, element("Observation", "category").min());
    assertTrue(element("Observation", "category").isRepeating());
  }

  @Test
  void specializationsKnowTheirBase() {
    assertTrue(type("canonical").isA("uri"));
    assertTrue(type("Age").isA("Quantity"));
    assertTrue(type("Patient").isA("DomainResource"));
    assertFalse(type("Bundle").isA("DomainResource"));
  }

  @Test
  void requiredBindingListsItsCodes() {
    assertEquals(
        Set.of("male", "female", "other", "unknown"), element("Patient", "gender").requiredCodes());
    assertEquals(
        Optional.of("http://hl7.org/fhir/administrative-gender"),
        element("Patient", "gender").codeSystem("male"));
    assertEquals(Optional.empty(), element("Patient", "gender").codeSystem("none"));
  }

  @Test
  void codesOfOneValueSetMayComeFromSeveralSystems() {
    ElementDefinition when = element("Timing.repeat", "when");
    assertEquals(Optional.of("http://hl7.org/fhir/event-timing"), when.codeSystem("MORN"));
    assertEquals(
        Optional.of("http://terminology.hl7.org/CodeSystem/v3-TimingEvent"), when.codeSystem("PC"));
  }

  @Test
  void openValueSetLimitsNothingButKnowsItsSystem() {
    ElementDefinition contentType = element("Attachment", "contentType");
    assertEquals(Set.of(), contentType.requiredCodes());
    assertEquals(Optional.of("urn:ietf:bcp:13"), contentType.codeSystem("text/plain"));
    assertEquals(Optional.of("urn:ietf:bcp:47"), element("Patient", "language").codeSystem("tlh"));
    assertEquals(Set.of(), element("Patient", "language").requiredCodes());
    assertEquals(Set.of(), element("Money", "currency").requiredCodes());
  }

  @Test
  void conceptsHaveCodesOnlyIfTheirBindingIsRequired() {
    assertTrue(element("Condition", "clinicalStatus").requiredCodes().contains("remission"));
    assertEquals(Set.of(), element("Observation", "category").requiredCodes());
  }

  @Test
  void referencesKnowTheirTargets() {
    assertEquals(
        Set.of(
            ResourceType.PATIENT, ResourceType.GROUP, ResourceType.DEVICE, ResourceType.LOCATION),
        element("Observation", "subject").targets());
    assertEquals(Set.of(), element("Observation", "focus").targets());
    assertEquals(
        Set.of(ResourceType.MEDICATION), element("MedicationRequest", "medication").targets());
  }
}
