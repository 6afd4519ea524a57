package org.fhirserver.store.terminology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fhirserver.store.FhirException;
import org.junit.jupiter.api.Test;

class SpecificationTerminologyTest {
  private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
  private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  private final SpecificationTerminology specification = new SpecificationTerminology();

  private Set<String> hierarchy(CodeHierarchy direction, String system, String code) {
    Canonical canonical = Canonical.parse(system);
    CodeSet set = direction.codes(specification, canonical, code, 1000);
    return new TreeSet<>(set.codes().getOrDefault(system, Set.of()));
  }

  private CodeSet valueSet(String canonical) {
    return ValueSetEvaluation.codes(specification, Canonical.parse(canonical), 10_000);
  }

  @Test
  void knowsTheHierarchyOfNestedCodes() {
    assertEquals(
        Set.of("active", "recurrence", "relapse"),
        hierarchy(CodeHierarchy.BELOW, CLINICAL, "active"));
    assertEquals(Set.of("active", "relapse"), hierarchy(CodeHierarchy.ABOVE, CLINICAL, "relapse"));
  }

  @Test
  void knowsTheHierarchyOfVersion3() {
    Set<String> encounters = hierarchy(CodeHierarchy.BELOW, ACT_CODE, "_ActEncounterCode");
    assertTrue(encounters.containsAll(Set.of("AMB", "IMP", "ACUTE", "VR")), encounters.toString());
    assertTrue(hierarchy(CodeHierarchy.ABOVE, ACT_CODE, "ACUTE").contains("IMP"));
  }

  @Test
  void knowsValueSetsOfAllParts() {
    assertEquals(9, valueSet("http://hl7.org/fhir/ValueSet/observation-category").size());
    assertTrue(
        valueSet("http://terminology.hl7.org/ValueSet/v2-0001")
            .codes()
            .get("http://terminology.hl7.org/CodeSystem/v2-0001")
            .contains("F"));
    assertTrue(
        valueSet("http://terminology.hl7.org/ValueSet/v3-ActEncounterCode")
            .codes()
            .get(ACT_CODE)
            .contains("IMP"));
  }

  @Test
  void knowsOneVersionOfEach() {
    assertTrue(
        specification
            .valueSet(Canonical.parse("http://hl7.org/fhir/ValueSet/languages|4.0.1"))
            .isPresent());
    assertEquals(
        Optional.empty(),
        specification.valueSet(Canonical.parse("http://hl7.org/fhir/ValueSet/languages|5.0.0")));
    assertEquals(Optional.empty(), specification.codeSystem(Canonical.parse(CLINICAL + "|1")));
  }

  @Test
  void takesTheVersionApartThatAUrlOfVersion2Has() {
    CodeSet set = valueSet("http://terminology.hl7.org/ValueSet/v2-2.4-0391");
    String system = "http://terminology.hl7.org/CodeSystem/v2-0391";
    assertEquals(Set.of(system), set.codes().keySet());
    assertTrue(specification.codeSystem(Canonical.parse(system + "|2.6")).isPresent());
    assertEquals(Optional.empty(), specification.codeSystem(Canonical.parse(system)));
  }

  @Test
  void refusesHierarchiesThatItHasInPartOnly() {
    String partial = "http://terminology.hl7.org/CodeSystem/service-type";
    FhirException refused =
        assertThrows(FhirException.class, () -> hierarchy(CodeHierarchy.BELOW, partial, "1"));
    assertTrue(refused.getMessage().contains(partial), refused.getMessage());
  }

  @Test
  void namesUnknownCodesAndSystems() {
    FhirException noCode =
        assertThrows(FhirException.class, () -> hierarchy(CodeHierarchy.BELOW, CLINICAL, "Active"));
    assertTrue(noCode.getMessage().contains("has no code 'Active'"), noCode.getMessage());
    FhirException noSystem =
        assertThrows(FhirException.class, () -> hierarchy(CodeHierarchy.BELOW, "urn:x", "a"));
    assertTrue(noSystem.getMessage().contains("'urn:x' is not known"), noSystem.getMessage());
  }

  private static List<String> urls() throws IOException {
    try (var stream = SpecificationTerminology.class.getResourceAsStream("terminology.txt")) {
      String text = new String(Objects.requireNonNull(stream).readAllBytes(), UTF_8);
      return text.lines()
          .filter(line -> line.startsWith("valueset\t"))
          .map(line -> line.split("\t")[1])
          .toList();
    }
  }

  @Test
  void refusesOnlyValueSetsThatSelectFromWhatItHasNot() throws IOException {
    Set<String> refused = new TreeSet<>();
    int evaluated = 0;
    for (String url : urls()) {
      try {
        valueSet(url);
        evaluated++;
      } catch (FhirException refusal) {
        refused.add(url + " " + refusal.getMessage());
      }
    }
    assertEquals(1258, evaluated);
    assertEquals(58, refused.size());
    assertEquals(
        List.of("http://hl7.org/fhir/ValueSet/example-filter"),
        refused.stream()
            .filter(text -> !text.contains("known"))
            .map(text -> text.split(" ")[0])
            .toList());
  }
}
