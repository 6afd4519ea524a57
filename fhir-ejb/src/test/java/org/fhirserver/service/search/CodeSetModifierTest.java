package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fhirserver.store.FhirException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeSetModifierTest {
  private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Condition?clinical-status:below=#|active"
            + " => (token clinical-status #|active , #|recurrence , #|relapse)",
        "Condition?clinical-status:above=#|relapse,#|active"
            + " => (token clinical-status #|relapse , #|active)",
        "Condition?clinical-status:not-in=http://hl7.org/fhir/ValueSet/yesnodontknow"
            + " => (not (token clinical-status http://terminology.hl7.org/CodeSystem/v2-0136|N ,"
            + " http://terminology.hl7.org/CodeSystem/v2-0136|Y ,"
            + " http://terminology.hl7.org/CodeSystem/data-absent-reason|asked-unknown))",
        "Condition?code:in=http://hl7.org/fhir/ValueSet/observation-codes"
            + " => (token code http://loinc.org|)",
      })
  void makesTestsOfCodes(String url, String tree) {
    assertEquals(tree.replace("#", CLINICAL), SearchParsing.tree(url.replace("#", CLINICAL)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Patient?gender:in=http://hl7.org/fhir/ValueSet/administrative-gender"
            + " => (token gender |male , |female , |other , |unknown)",
        "Observation?status:below=amended => (token status |amended , |corrected)",
        "Observation?status:above=http://hl7.org/fhir/observation-status|corrected"
            + " => (token status |corrected , |amended)",
        "Patient?gender:in=http://hl7.org/fhir/ValueSet/observation-status => (none)",
        "Patient?gender:not-in=http://hl7.org/fhir/ValueSet/observation-status => (not (none))",
      })
  void knowsTheSystemOfPlainCodes(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @Test
  void refusesMoreCodesThanAllowed() {
    assertTooCostly("Condition?code:in=http://hl7.org/fhir/ValueSet/ucum-common");
    assertTooCostly("Condition?code=" + list(1001));
    assertEquals(1, SearchParsing.strict("Condition?code=" + list(1000)).used().size());
  }

  @Test
  void allowsAsManyIdsAsCodes() {
    assertTooCostly("Patient?_id=" + list(1001));
    assertEquals(1, SearchParsing.strict("Patient?_id=" + list(1000)).used().size());
  }

  @Test
  void refusesLongListsOfOtherValues() {
    assertTooCostly("Patient?birthdate=" + list(501));
    assertTooCostly("Patient?name=" + list(501));
    assertTooCostly("AuditEvent?entity=" + list(900));
    assertEquals(1, SearchParsing.strict("Patient?name=" + list(500)).used().size());
  }

  private static String list(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> String.valueOf(1000 + i))
        .collect(Collectors.joining(","));
  }

  private static void assertTooCostly(String url) {
    FhirException refused = assertThrows(FhirException.class, () -> SearchParsing.strict(url));
    assertEquals("too-costly", refused.issues().get(0).code());
    assertTrue(refused.getMessage().contains("allowed"), refused.getMessage());
  }
}
