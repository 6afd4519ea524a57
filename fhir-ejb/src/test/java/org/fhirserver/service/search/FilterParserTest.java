package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.ValueTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Patient?family=Smith => (string family starts Smith)",
        "Patient?family=Smith,Ander => (string family starts Smith , starts Ander)",
        "Patient?family:exact=Smith => (string family exact Smith)",
        "Patient?family:contains=mit,th => (string family contains mit , contains th)",
        "Patient?name=Bea&name=Smith => (and (string name starts Bea) (string name starts Smith))",
        "Patient?name=Smith, John,Ander => (string name starts Smith, John , starts Ander)",
        "Patient?name=Richard\\,Muller => (string name starts Richard,Muller)",
        "Patient?name=a\\\\\\,b,c\\$\\|d => (string name starts a\\,b , starts c$|d)",
        "Patient?name=a|b$c => (string name starts a|b$c)",
      })
  void readsStrings(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Patient?identifier=4711 => (token identifier 4711)",
        "Patient?identifier=http://x|4711 => (token identifier http://x|4711)",
        "Patient?identifier=|4711 => (token identifier |4711)",
        "Patient?identifier=http://x| => (token identifier http://x|)",
        "Patient?identifier=a\\|b|c\\,d => (token identifier a|b|c,d)",
        "Patient?identifier=1,x|2 => (token identifier 1 , x|2)",
        "Patient?identifier:not=1,2 => (not (token identifier 1 , 2))",
        "Patient?active=true => (token active true)",
        "Patient?_tag=http://x|t => (token _tag http://x|t)",
        "Patient?_security=s => (token _security s)",
        "Patient?_id=a,b,a => (id a b)",
        "Patient?_id:not=a,b => (not (id a b))",
      })
  void readsTokens(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Patient?gender=male => (token gender male)",
        "Patient?gender=http://hl7.org/fhir/administrative-gender|male => (token gender |male)",
        "Patient?gender=http://hl7.org/fhir/administrative-gender|| => refused",
        "Patient?gender=http://hl7.org/fhir/administrative-gender|none => (none)",
        "Patient?gender=http://example.org|male => (none)",
        "Patient?gender:not=http://example.org|male => (not (none))",
        "Patient?gender=|male => (token gender |male)",
      })
  void takesTheSystemOfABindingForStated(String url, String tree) {
    if (tree.equals("refused")) {
      SearchParsing.refusal(url);
    } else {
      assertEquals(tree, SearchParsing.tree(url));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Patient?birthdate=1970 => eq 0..31536000000000",
        "Patient?birthdate=eq1970-01 => eq 0..2678400000000",
        "Patient?birthdate=ne1970-01-02 => ne 86400000000..172800000000",
        "Patient?birthdate=lt1970-01-01T01:00 => lt 3600000000..3660000000",
        "Patient?birthdate=gt1970-01-01T00:00:01Z => gt 1000000..2000000",
        "Patient?birthdate=ge1970-01-01T01:00:00+01:00 => ge 0..1000000",
        "Patient?birthdate=le1969-12-31T23:00:00-01:00 => le 0..1000000",
        "Patient?birthdate=sa1970-01-01T00:00:00.5Z => sa 500000..600000",
        "Patient?birthdate=eb1970-01-01T00:00:00.1234567Z => eb 123456..123457",
        "Patient?birthdate=2000-02-29 => eq 951782400000000..951868800000000",
      })
  void readsDatesByTheirPrecision(String url, String test) {
    assertEquals("(date birthdate " + test + ")", SearchParsing.tree(url));
  }

  @Test
  void widensApproximateDatesByATenthOfTheirDistanceFromNow() {
    // Ten days before now: one day on each side.
    assertEquals(
        "(date birthdate ap 1577750400000000..1578009600000000)",
        SearchParsing.tree("Patient?birthdate=ap2020-01-01"));
  }

  @Test
  void takesABlankInADateForAPlusThatWasNotEncoded() {
    assertEquals(
        SearchParsing.tree("Patient?birthdate=1970-01-01T01:00:00+01:00"),
        SearchParsing.tree("Patient?birthdate=1970-01-01T01:00:00%2001:00"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "RiskAssessment?probability=0.80 => (number probability eq 0.80)",
        "RiskAssessment?probability=gt-2e-3,lt5 => (number probability gt -0.002 , lt 5)",
        "Observation?value-quantity=5.4 => (quantity value-quantity eq 5.4)",
        "Observation?value-quantity=ap5.4|http://u|mg => (quantity value-quantity ap"
            + " 5.4|http://u|mg)",
        "Observation?value-quantity=ne5.4||mg => (quantity value-quantity ne 5.4|mg)",
        "Observation?value-quantity=5.4|http://u => (quantity value-quantity eq 5.4|http://u)",
      })
  void readsNumbersAndQuantities(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 99.5, 100.5",
    "100.00, 99.995, 100.005",
    "1e2, 95, 105",
    "5.4, 5.35, 5.45",
    "5.40e-3, 0.005395, 0.005405",
    "2e-3, 0.00195, 0.00205",
    "-5, -5.5, -4.5",
    "0, -0.5, 0.5",
    "ap100, 90, 110",
    "ap-100, -110, -90",
  })
  void readsNumbersByTheirPrecision(String value, BigDecimal low, BigDecimal high) {
    Match match = (Match) SearchParsing.strict("RiskAssessment?probability=" + value).filter();
    ValueTest.Quantity test = (ValueTest.Quantity) match.anyOf().get(0);

    assertEquals(0, low.compareTo(test.low()), () -> "low is " + test.low());
    assertEquals(0, high.compareTo(test.high()), () -> "high is " + test.high());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Observation?subject=Patient/p => (reference subject Patient/p)",
        "Observation?subject:Patient=p => (reference subject Patient/p)",
        "Observation?subject:Patient=Patient/p => (reference subject Patient/p)",
        "Observation?subject=p => (reference subject Device,Group,Location,Patient/p)",
        "Observation?subject=https://example.org/fhir/Patient/p => (reference subject Patient/p)",
        "Observation?subject=https://other.org/fhir/Patient/p"
            + " => (reference subject https://other.org/fhir/Patient/p)",
        "Observation?subject=urn:uuid:1 => (reference subject urn:uuid:1)",
        "Observation?subject=Patient/p,Group/g => (reference subject Patient/p , Group/g)",
        "ValueSet?url=http://x/y\\,z => (uri url http://x/y,z)",
        "Patient?_profile=http://x|1 => (uri _profile http://x|1)",
        "Patient?_lastUpdated=lt1970 => (last-updated lt 0..31536000000000)",
        "Patient?_lastUpdated=lt1970,gt1971 =>"
            + " (or (last-updated lt 0..31536000000000)"
            + " (last-updated gt 31536000000000..63072000000000))",
      })
  void readsReferencesUrisAndTimesOfUpdate(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Observation?component-code-value-quantity=l|8480-6$gt100"
            + " => (paired (token component-code l|8480-6)"
            + " (quantity component-value-quantity gt 100))",
        "Observation?code-value-quantity=8480-6$100|u|mm\\$Hg,1$2"
            + " => (or (and (token code 8480-6) (quantity value-quantity eq 100|u|mm$Hg))"
            + " (and (token code 1) (quantity value-quantity eq 2)))",
        "Observation?combo-code-value-quantity=8480-6$107"
            + " => (or (and (token combo-code 8480-6) (quantity combo-value-quantity eq 107))"
            + " (paired (token combo-code 8480-6) (quantity combo-value-quantity eq 107)))",
        "Observation?code-value-date=a\\$b$lt1970"
            + " => (and (token code a$b) (date value-date lt 0..31536000000000))",
      })
  void readsCompositesWithTheirPairs(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Observation?code:text=Blut,x\\,y => (token code text Blut , text x,y)",
        "Encounter?class:text=ambulant => (token class text ambulant)",
        "Patient?identifier:of-type=s|c|v => (token identifier s|c|v)",
        "Patient?identifier:of-type=s|c\\|d|v\\,w,t|e|x"
            + " => (token identifier s|c\\|d|v,w , t|e|x)",
        "Observation?subject:identifier=s|v,v => (token subject s|v , v)",
        "Observation?subject:identifier=s|,|v => (token subject s| , |v)",
        "ValueSet?url:below=http://x/y,http://z => (uri url below http://x/y , below http://z)",
        "ValueSet?url:above=http://x/y => (uri url above http://x/y)",
        "ValueSet?url:above=urn:oid:1.2 => (none)",
        "ValueSet?url:below=urn:oid:1.2,http => (uri url below http)",
        "ValueSet?url=http://x%23y => (uri url http://x#y)",
        "Patient?_profile=http://x|1%23y => (uri _profile http://x|1)",
        "Patient?_profile:below=http://x|1%23y => (uri _profile below http://x|1)",
        "QuestionnaireResponse?questionnaire=http://x%23y => (reference questionnaire http://x)",
      })
  void readsModifiers(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "42.5|-83|11.20|km => near 42.5|-83.0|11200.0",
        "42.5|-83|2 => near 42.5|-83.0|2000.0",
        "42.5|-83|2| => near 42.5|-83.0|2000.0",
        "42.5|-83 => near 42.5|-83.0|50000.0",
        "42.5|-83||mi => near 42.5|-83.0|50000.0",
        "42.5|-83|500|m => near 42.5|-83.0|500.0",
        "42.5|-83|2|mi => near 42.5|-83.0|3218.688",
        "42.5|-83|2|[mi_i] => near 42.5|-83.0|3218.688",
        "42.5|-83|3937|[mi_us] => near 42.5|-83.0|6336000.0",
        "90|180|0,-90|-180|1e1 => near 90.0|180.0|0.0 , near -90.0|-180.0|10000.0",
      })
  void readsPlaces(String value, String tests) {
    assertEquals("(special near " + tests + ")", SearchParsing.tree("Location?near=" + value));
  }

  @Test
  void searchesResourcesThatAreNotContained() {
    SearchRequest request = SearchParsing.strict("Patient?_contained=false&active=true");

    assertEquals("(token active true)", request.filter().toString());
    assertEquals(2, request.used().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Patient?family:missing=true => (not (string family))",
        "Patient?family:missing=false => (string family)",
        "Observation?subject:missing=false => (or (reference subject) (token subject))",
        "Observation?code:missing=true => (not (token code))",
        "ValueSet?url:missing=false => (uri url)",
        "Location?near:missing=true => (not (special near))",
        "Patient?_id:missing=true => (none)",
        "Patient?_lastUpdated:missing=false => (all)",
      })
  void readsMissing(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }
}
