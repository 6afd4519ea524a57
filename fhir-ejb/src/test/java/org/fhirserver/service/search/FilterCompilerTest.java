package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterCompilerTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Patient: family eq Smith => (string family eq Smith)",
        "Patient: family eq \"a,b|c$d\" => (string family eq a,b|c$d)",
        "Patient: family ne Smith => (string family none of eq Smith)",
        "Patient: family co mit => (string family contains mit)",
        "Patient: family sw Sm => (string family starts Sm)",
        "Patient: family ew th => (string family ends th)",
        "Patient: family gt M => (string family gt M)",
        "Patient: family le M => (string family le M)",
        "Patient: family pr true => (string family)",
        "Patient: family pr false => (not (string family))",
      })
  void comparesStrings(String filter, String tree) {
    assertTree(filter, tree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Patient: identifier eq http://x|4711 => (token identifier http://x|4711)",
        "Patient: identifier eq 47,11 => (token identifier 47,11)",
        "Patient: identifier eq \"a b|c d\" => (token identifier a b|c d)",
        "Patient: identifier ne http://x|4711 => (token identifier none of http://x|4711)",
        "Patient: gender ne http://hl7.org/fhir/administrative-gender|male =>"
            + " (token gender none of |male)",
        "Patient: gender ne http://example.org|male => (token gender)",
        "Patient: active eq true => (token active true)",
        "Patient: active pr true => (token active)",
        "Observation: code eq loinc|1234-5 => (token code http://loinc.org|1234-5)",
        "Observation: code eq snomed|1 => (token code http://snomed.info/sct|1)",
        "Observation: code eq loinc => (token code loinc)",
        "Patient: _tag eq http://x|t => (token _tag http://x|t)",
        "Patient: _id eq a => (id a)",
        "Patient: _id ne a => (not (id a))",
      })
  void comparesTokens(String filter, String tree) {
    assertTree(filter, tree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Patient: birthdate eq 1970 => (date birthdate eq 0..31536000000000)",
        "Patient: birthdate ge 1970-01 => (date birthdate ge 0..2678400000000)",
        "Patient: birthdate sa 1970-01-01T00:00:00+01:00 =>"
            + " (date birthdate sa -3600000000..-3599000000)",
        "Patient: birthdate po 1970 => (date birthdate ap 0..31536000000000)",
        "Patient: birthdate co 1970-01-01 =>"
            + " (date birthdate le 0..1 & ge 86399999999..86400000000)",
        "Patient: birthdate ne 1970 => (date birthdate ne 0..31536000000000)",
        "Patient: _lastUpdated gt 1970 => (last-updated gt 0..31536000000000)",
        "Patient: _lastUpdated co 1970-01-01 =>"
            + " (and (last-updated le 0..1) (last-updated ge 86399999999..86400000000))",
        "RiskAssessment: probability eq 0.8 => (number probability eq 0.8)",
        "RiskAssessment: probability ap 8e-1 => (number probability ap 0.8)",
        "Observation: value-quantity gt 5.4|ucum|mg =>"
            + " (quantity value-quantity gt 5.4|http://unitsofmeasure.org|mg)",
        "Observation: value-quantity ne 5||mg => (quantity value-quantity ne 5|mg)",
      })
  void comparesDatesAndNumbers(String filter, String tree) {
    assertTree(filter, tree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Observation: subject re Patient/1 => (reference subject Patient/1)",
        "Observation: subject eq Patient/1 => (reference subject Patient/1)",
        "Observation: subject ne Patient/1 => (reference subject none of Patient/1)",
        "Observation: subject re https://example.org/fhir/Patient/1 =>"
            + " (reference subject Patient/1)",
        "Observation: subject re http://other.example/1 =>"
            + " (reference subject http://other.example/1)",
        "ValueSet: url eq http://acme.org/a,b => (uri url http://acme.org/a,b)",
        "ValueSet: url ne urn:oid:1 => (uri url none of urn:oid:1)",
        "Observation: code-value-quantity eq loinc|1$ge150|ucum|mg =>"
            + " (and (token code http://loinc.org|1)"
            + " (quantity value-quantity ge 150|http://unitsofmeasure.org|mg))",
      })
  void comparesReferencesUrisAndComposites(String filter, String tree) {
    assertTree(filter, tree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Observation: patient.family co pet =>"
            + " (chain patient Patient (string family contains pet))",
        "Observation: subject:Patient.family co pet =>"
            + " (chain subject Patient (string family contains pet))",
        "Observation: patient[family sw a or not(gender eq male)].birthdate gt 1970 =>"
            + " (chain patient Patient (and"
            + " (or (string family starts a) (not (token gender male)))"
            + " (date birthdate gt 0..31536000000000)))",
        "Observation: patient[active eq true].organization[name sw x].partof.name sw y =>"
            + " (chain patient Patient (and (token active true) (chain organization Organization"
            + " (and (string name starts x)"
            + " (chain partof Organization (string name starts y))))))",
        "Patient: _has:Observation:patient:code eq loinc|1 =>"
            + " (has Observation patient (token code http://loinc.org|1))",
        "Patient: _has:Observation:patient:encounter:Encounter.status eq finished =>"
            + " (has Observation patient (chain encounter Encounter (token status finished)))",
        "Observation: _content co \"heart attack\" =>"
            + " (words Observation._content heart , attack)",
      })
  void followsPaths(String filter, String tree) {
    assertTree(filter, tree);
  }

  @Test
  void followsAReferenceToEveryTypeThatHasTheParameter() {
    assertTree(
        "Observation: subject.identifier eq 1 and status eq final",
        "(and (or (chain subject Device (token identifier 1))"
            + " (chain subject Group (token identifier 1))"
            + " (chain subject Location (token identifier 1))"
            + " (chain subject Patient (token identifier 1))) (token status final))");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Patient: family eq a and foo eq b => 17: The search parameter 'foo' is not supported",
        "Patient: family:exact eq a => 1: The search parameter 'family:exact' is not supported",
        "Patient: family sa a => 1: The operator 'sa' does not fit the search parameter 'family'",
        "Patient: gender co a => 1: The operator 'co' does not fit",
        "Patient: gender gt a => 1: The operator 'gt' does not fit",
        "Patient: birthdate sw 1970 => 1: The operator 'sw' does not fit",
        "Observation: subject co 1 => 1: The operator 'co' does not fit",
        "Observation: value-quantity po 1 => 1: The operator 'po' does not fit",
        "Observation: code-value-quantity ne a$1 => 1: The operator 'ne' does not fit",
        "Observation: _content eq a => 1: The operator 'eq' does not fit",
        "Patient: family eq \"\" => 11: The value is empty",
        "Patient: family pr yes => 11: The operator 'pr' takes true or false",
        "Patient: birthdate eq ge1970 => 1: The value 'eqge1970'",
        "Patient: birthdate gt 1970-13 => 1: The value 'gt1970-13'",
        "RiskAssessment: probability eq x => 1: The value 'eqx'",
        "Patient: identifier eq a|b|c => 1: The value 'a|b|c'",
        "Observation: subject re Patient/ => 1: The value 'Patient/'",
        "Observation: code-value-quantity eq a => 1: The value 'a'",
        "Patient: family.given eq a => 1: The search parameter 'family' is not valid",
        "Patient: family[given eq a].name eq b => 1: The search parameter 'family' is not valid",
        "Observation: patient[foo eq a].name eq b => 9: The search parameter 'foo'",
        "Observation: patient.foo eq a => 1: The search parameter 'patient' is not supported",
        "Observation: subject:Patient.foo eq a => 1: The search parameter 'foo'",
        "Observation: subject:Nothing.name eq a => 1: The search parameter 'subject:Nothing'",
        "Patient: _has:Observation:code eq a => 1: The search parameter '_has:Observation:code'",
        "Patient: _filter eq a => 1: The search parameter '_filter' is not supported",
        "Observation: code in http://x => 1: Search parameter 'code': The value set 'http://x'",
        "Observation: code ss loinc|1 => 1: Search parameter 'code': The code system",
        "Patient: _count eq 1 => 1: The search parameter '_count' is not supported",
      })
  void saysWhatDoesNotFit(String filter, String message) {
    List<String> refusal = SearchParsing.refusal(url(filter));

    assertEquals(1, refusal.size());
    String start = "_filter at character " + message;
    assertTrue(refusal.get(0).startsWith(start), refusal.get(0));
  }

  @Test
  void refusesToLeadThroughTooManyReferences() {
    String filter = "Observation: " + "patient.family eq a or ".repeat(30);

    assertEquals(30, SearchParsing.tree(url(filter + "status eq a")).split("chain").length - 1);
    List<String> refusal = SearchParsing.refusal(url(filter + "patient.family eq a"));
    assertTrue(refusal.get(0).contains("30 references at most"), refusal.get(0));
  }

  private static void assertTree(String filter, String tree) {
    assertEquals(tree, SearchParsing.tree(url(filter)));
  }

  private static String url(String filter) {
    int colon = filter.indexOf(": ");
    return filter.substring(0, colon)
        + "?_filter="
        + URLEncoder.encode(filter.substring(colon + 2), StandardCharsets.UTF_8)
            .replace("+", "%20");
  }
}
