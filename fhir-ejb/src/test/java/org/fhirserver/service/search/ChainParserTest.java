package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Caller;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Observation?patient.family=x => (chain patient Patient (string family starts x))",
        "Observation?subject:Patient.family:exact=x"
            + " => (chain subject Patient (string family exact x))",
        "Observation?subject:Patient.gender:not=male"
            + " => (chain subject Patient (not (token gender male)))",
        "Observation?subject:Patient.family:missing=true"
            + " => (chain subject Patient (not (string family)))",
        "Observation?patient._id=a,b => (chain patient Patient (id a b))",
        "Observation?patient.family=a&patient.given=b => (and"
            + " (chain patient Patient (string family starts a))"
            + " (chain patient Patient (string given starts b)))",
        "DiagnosticReport?result.subject:Patient.organization.name=x => (chain result Observation"
            + " (chain subject Patient (chain organization Organization (string name starts x))))",
      })
  void readsChains(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Observation?subject.name=x => (or (chain subject Location (string name starts x))"
            + " (chain subject Patient (string name starts x)))",
        "Observation?subject.birthdate:missing=false => (chain subject Patient (date birthdate))",
        "Observation?subject.organization.name=x"
            + " => (or (chain subject Device (chain organization Organization (string name starts"
            + " x))) (chain subject Location (chain organization Organization (string name starts"
            + " x))) (chain subject Patient (chain organization Organization (string name starts"
            + " x))))",
      })
  void followsAReferenceOfSeveralTypesToThoseThatHaveTheParameter(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Patient?_has:Observation:patient:code=x => (has Observation patient (token code x))",
        "Patient?_has:Observation:patient:code:not=x"
            + " => (has Observation patient (not (token code x)))",
        "Patient?_has:Observation:patient:_has:DiagnosticReport:result:code=x"
            + " => (has Observation patient (has DiagnosticReport result (token code x)))",
        "Patient?_has:Observation:subject:performer:Practitioner.name=x => (has Observation subject"
            + " (chain performer Practitioner (string name starts x)))",
        "Encounter?patient:Patient._has:Group:member:_id=g"
            + " => (chain patient Patient (has Group member (id g)))",
        "Patient?_list=42 => (has List item (id 42))",
        "Patient?_list=List/42 => (has List item (id 42))",
      })
  void readsReverseChainsAndLists(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?_has=x",
        "Patient?_has:=x",
        "Patient?_has:Observation=x",
        "Patient?_has:Observation:patient=x",
        "Patient?_has:Observation:patient:=x",
        "Patient?_has:Observation::code=x",
        "Patient?_has:Foo:patient:code=x",
        "Patient?_has:Observation:foo:code=x",
        "Patient?_has:Observation:code:code=x",
        "Patient?_has:Observation:patient:foo=x",
        "Patient?_has:Observation:encounter:code=x",
        "Patient?_list=a/b",
        "Patient?_list=$current-problems",
        "Observation?patient.=x",
        "Observation?.name=x",
        "Observation?patient.foo=x",
        "Observation?patient..name=x",
        "Observation?code.name=x",
        "Observation?subject:Practitioner.name=x",
        "Observation?subject:.name=x",
        "Observation?subject:foo.name=x",
        "Observation?subject:identifier.name=x",
        "Observation?patient.birthdate=x",
        "Provenance?target._id=x",
        "PlanDefinition?depends-on.name=x",
        "Patient?link.link.link.link.link.link.link.link.link.link.link.name=x",
      })
  void refusesWhatLeadsNowhere(String url) {
    List<String> refusal = SearchParsing.refusal(url);

    assertEquals(1, refusal.size());
    assertTrue(refusal.get(0).length() > 20, refusal.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"patient.name=x", "subject.name=x", "_has:DiagnosticReport:result:code=x"})
  void goesThroughNoTypeThatIsClosedToTheCaller(String query) {
    SearchableTypes nothing =
        new SearchableTypes(new AccessPolicy(), new Caller("", Optional.empty(), "", Set.of()));
    SearchParser parser =
        new SearchParser(SearchParsing.context(nothing), ResourceType.OBSERVATION, true);

    FhirException refused =
        assertThrows(FhirException.class, () -> parser.parse(QueryString.parse(query)));
    assertEquals(FhirException.Category.FORBIDDEN, refused.category());
  }

  @Test
  void readsTheLongestChain() {
    String url = "Patient?" + "link:Patient.".repeat(ChainParser.MOST_LINKS) + "family=x";

    assertTrue(SearchParsing.tree(url).endsWith(")".repeat(ChainParser.MOST_LINKS + 1)));
  }
}
