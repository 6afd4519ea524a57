package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever this server does not understand or does not do yet is refused by name. */
class SearchRefusalTest {

  @ParameterizedTest
  @CsvSource({
    "Patient?foo=1, foo",
    "Patient?Name=x, Name",
    "Patient?foo:exact=1, foo:exact",
    "Patient?_text:exact=x, _text:exact",
    "Patient?_content:missing=true, _content:missing",
    "Patient?_filter:not=name eq x, _filter:not",
    "Patient?_query=q, _query",
    "Patient?_containedType=container, _containedType",
    "Patient?near=1|2|3|km, near",
  })
  void namesParametersThatItDoesNotSupport(String url, String name) {
    assertEquals(
        List.of(
            "The search parameter '"
                + name
                + "' is not supported for resource type '"
                + url.substring(0, url.indexOf('?'))
                + "'."),
        SearchParsing.refusal(url));
  }

  @ParameterizedTest
  @CsvSource({
    "Patient?gender:exact=male, exact, gender",
    "Patient?name:below=x, below, name",
    "Patient?_id:in=http://x, in, _id",
    "Observation?code-value-concept:in=http://x, in, code-value-concept",
    "Observation?code:In=http://x, In, code",
    "Patient?family:not=x, not, family",
    "Patient?name:Exact=x, Exact, name",
    "Patient?name:=x, '', name",
    "Patient?name:exact:contains=x, exact:contains, name",
    "Observation?subject:Practitioner=x, Practitioner, subject",
    "Observation?subject:patient=x, patient, subject",
    "Observation?combo-code:identifier=x, identifier, combo-code",
    "QuestionnaireResponse?questionnaire:identifier=x, identifier, questionnaire",
    "QuestionnaireResponse?questionnaire:below=http://x, below, questionnaire",
    "Observation?subject:text=x, text, subject",
    "Observation?subject:not=Patient/x, not, subject",
    "Patient?gender:text=x, text, gender",
    "Patient?telecom:text=x, text, telecom",
    "Patient?_id:text=x, text, _id",
    "Observation?code:of-type=a|b|c, of-type, code",
    "Patient?name:text=x, text, name",
    "ValueSet?url:exact=http://x, exact, url",
    "ValueSet?url:not=http://x, not, url",
    "Location?near:not=1|2, not, near",
    "Location?near:below=1|2, below, near",
    "Patient?birthdate:exact=2000, exact, birthdate",
    "Patient?_id:exact=x, exact, _id",
    "Patient?_lastUpdated:not=2000, not, _lastUpdated",
    "Observation?value-quantity:not=5, not, value-quantity",
    "Observation?code-value-quantity:missing=true, missing, code-value-quantity",
    "Observation?code-value-quantity:not=1$2, not, code-value-quantity",
  })
  void namesModifiersThatItDoesNotSupport(String url, String modifier, String parameter) {
    assertEquals(
        List.of(
            "Modifier '"
                + modifier
                + "' is not supported for search parameter '"
                + parameter
                + "'."),
        SearchParsing.refusal(url));
  }

  @ParameterizedTest
  @CsvSource({
    "Patient?identifier=a|b|c, identifier",
    "Patient?identifier=|, identifier",
    "'Patient?name=,', name",
    "Patient?_id=a b, _id",
    "Patient?_id=a/b, _id",
    "Patient?birthdate=05, birthdate",
    "Patient?birthdate=1980-13-01, birthdate",
    "Patient?birthdate=1980-02-30, birthdate",
    "Patient?birthdate=ge, birthdate",
    "Patient?birthdate=xx2000, birthdate",
    "Patient?birthdate=GE2000, birthdate",
    "Patient?birthdate=20000, birthdate",
    "Patient?birthdate=2000-1-1, birthdate",
    "Patient?birthdate=2000-01-01T24:30, birthdate",
    "Patient?birthdate=2000-01-01T10, birthdate",
    "Patient?birthdate=2000-01-01T10:00+15:00, birthdate",
    "Patient?birthdate=2000-01-01 10:00, birthdate",
    "'Patient?birthdate=2000,foo', birthdate",
    "Patient?_lastUpdated=now, _lastUpdated",
    "RiskAssessment?probability=gt, probability",
    "RiskAssessment?probability=foo, probability",
    "RiskAssessment?probability=12345678901234567890123456789012345678901234567, probability",
    "RiskAssessment?probability=1e999999999, probability",
    "RiskAssessment?probability=0x10, probability",
    "RiskAssessment?probability=NaN, probability",
    "RiskAssessment?probability=0.5|u, probability",
    "RiskAssessment?probability=٣, probability",
    "Observation?value-quantity=5.40e-3|http://unitsofmeasure.org|g|extra, value-quantity",
    "Observation?value-quantity=|u|mg, value-quantity",
    "Observation?subject=Patient/a/b, subject",
    "Observation?subject=a b, subject",
    "Observation?subject:Patient=Group/g, subject",
    "Observation?code-value-quantity=a, code-value-quantity",
    "Observation?code-value-quantity=a$1$2, code-value-quantity",
    "Patient?identifier:of-type=a|b, identifier",
    "Patient?identifier:of-type=a|b|c|d, identifier",
    "Patient?identifier:of-type=|b|c, identifier",
    "Patient?identifier:of-type=a||c, identifier",
    "Patient?identifier:of-type=a|b|, identifier",
    "Patient?identifier:of-type=c, identifier",
    "Patient?identifier:text=%CC%81, identifier",
    "Observation?subject:identifier=a|b|c, subject",
    "Observation?subject:identifier=|, subject",
    "Patient?_profile=%23x, _profile",
    "Patient?_profile:below=%23x, _profile",
    "Location?near=1, near",
    "Location?near=1|, near",
    "Location?near=|1, near",
    "Location?near=a|b, near",
    "Location?near=90.1|0, near",
    "Location?near=0|-180.1, near",
    "Location?near=1e200|0, near",
    "Location?near=1|2|-3, near",
    "Location?near=1|2|x, near",
    "Location?near=1|2|3|parsec, near",
    "Location?near=1|2|3|KM, near",
    "Location?near=1|2|3|km|5, near",
    "Location?near=1|2|1e380|km, near",
    "'Location?near=1|2,3', near",
    "Patient?name:missing=foo, name",
    "Patient?name:missing=TRUE, name",
  })
  void namesParametersWhoseValueIsNotOne(String url, String parameter) {
    List<String> refusal = SearchParsing.refusal(url);

    assertEquals(1, refusal.size());
    assertTrue(refusal.get(0).contains("'" + parameter + "'"), refusal.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?_count=abc",
        "Patient?_count=-1",
        "Patient?_count=1.5",
        "Patient?_count=99999999999",
        "Patient?_total=xyz",
        "Patient?_total=",
        "Patient?_summary=xyz",
        "Patient?_summary=TRUE",
        "Patient?_elements=%20",
        "Patient?_elements=name&_summary=true",
      })
  void refusesValuesOfResultParameters(String url) {
    String name = url.substring(url.indexOf('?') + 1, url.indexOf('='));
    if (url.endsWith("=")) {
      assertEquals(List.of(), SearchParsing.strict(url).used());
      return;
    }
    assertTrue(SearchParsing.refusal(url).get(0).contains(name));
  }

  @Test
  void refusesTextsThatAreLongerThanTheIndex() {
    assertTrue(SearchParsing.tree("Observation?code:text=" + "x".repeat(128)).contains("text x"));
    assertTrue(
        SearchParsing.refusal("Observation?code:text=" + "x".repeat(129)).get(0).contains("128"));
  }

  @Test
  void limitsWhatAllValuesOfAboveCost() {
    String url = "http://x/" + "y".repeat(Modifiers.LONGEST_ABOVE - 9);
    String most = (url + ",").repeat(5) + url + "&url:above=" + (url + ",").repeat(4);
    assertTrue(
        SearchParsing.tree("ValueSet?url:above=" + most.substring(0, most.length() - 1))
            .contains("above http"));

    for (String longer : List.of(url + "z", most + "z", most + "&url:above=z")) {
      String refusal = SearchParsing.refusal("ValueSet?url:above=" + longer).get(0);
      assertTrue(refusal.contains("'url'") && refusal.contains("2000"), refusal);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "both", "no"})
  void refusesToSearchContainedResources(String value) {
    for (String type : List.of("Patient", "Observation", "List")) {
      String refusal = SearchParsing.refusal(type + "?_contained=" + value).get(0);
      assertTrue(refusal.contains("_contained"), refusal);
    }
    SearchRequest lenient = SearchParsing.lenient("Patient?active=true&_contained=" + value);
    assertEquals(1, lenient.warnings().size());
    assertEquals(1, lenient.used().size());
  }

  @ParameterizedTest
  @CsvSource({
    "Patient?_sort=foo, foo",
    "Location?_sort=near, near",
    "Patient?_sort=name:exact, name:exact",
    "Patient?_sort=--name, -name",
    "'Patient?_sort=name,', ''",
    "Observation?_sort=code-value-quantity, code-value-quantity",
  })
  void namesWhatItCannotSortBy(String url, String key) {
    assertEquals(
        List.of(
            "Sorting by the '"
                + key
                + "' parameter is not supported for resource type '"
                + url.substring(0, url.indexOf('?'))
                + "'."),
        SearchParsing.refusal(url));
  }

  @Test
  void refusesMoreSortKeysThanALinkHolds() {
    assertTrue(
        SearchParsing.refusal("Patient?_sort=" + "name,".repeat(10) + "name")
            .get(0)
            .contains("_sort"));
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() {
    assertEquals(
        3, SearchParsing.refusal("Patient?foo=1&birthdate=x&name=ok&gender:above=y").size());
  }

  @Test
  void showsOnlyTheBeginningOfLongValues() {
    String refusal = SearchParsing.refusal("Patient?birthdate=" + "9".repeat(5_000)).get(0);

    assertTrue(refusal.length() < 250, refusal);
  }
}
