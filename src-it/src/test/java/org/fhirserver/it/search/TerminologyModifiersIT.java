package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Searches by value sets and by the hierarchies of code systems. In URLs and resources, a tilde
 * stands for what is this test's own.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">Modifiers</a>
 */
@HttpTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminologyModifiersIT {
  private static final String SYSTEM = "'system':'urn:~:animals','version':'1'";

  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8);

  TerminologyModifiersIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeAll
  void store() {
    put(
        "CodeSystem",
        "animals",
        "'url':'urn:~:animals','version':'1','status':'active','content':'complete','concept':["
            + "{'code':'animal','concept':[{'code':'bird','concept':[{'code':'hen'}]},"
            + "{'code':'cat'}]},{'code':'plant'}]");
    put(
        "CodeSystem",
        "part",
        "'url':'urn:~:part','status':'active','content':'fragment','concept':[{'code':'a'}]");
    valueSet("birds", include(SYSTEM + "," + isA("bird")));
    valueSet("nested", include("'valueSet':['urn:~:vs:birds|1']"));
    valueSet("cats", include("'system':'urn:~:animals','concept':[{'code':'cat'}]"));
    valueSet("any", include("'system':'urn:other'"));
    valueSet("cycle", include("'valueSet':['urn:~:vs:cycle']"));
    valueSet("partial", include("'system':'urn:~:part'," + isA("a")));
    valueSet(
        "empty",
        include("'system':'urn:~:animals','filter':[{'property':'code','op':'=','value':'no'}]"));
    valueSet(
        "expanded",
        "'expansion':{'timestamp':'2020-01-01T00:00:00Z','contains':["
            + coding("urn:~:animals", "cat")
            + "]}");
    observation("hen", coding("urn:~:animals", "hen"));
    observation("cat", coding("urn:~:animals", "cat"));
    observation("both", coding("urn:~:animals", "bird") + "," + coding("urn:other", "x"));
    observation("other", coding("urn:other", "hen"));
    put("Observation", "none", "'status':'preliminary','code':{'text':'none'}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "code:in=urn:~:vs:birds => both hen",
        "code:in=urn:~:vs:birds%7C1 => both hen",
        "code:in=urn:~:vs:nested => both hen",
        "code:in=ValueSet/~birds => both hen",
        "code:not-in=urn:~:vs:birds => cat none other",
        "code:not-in=urn:~:vs:birds,urn:~:vs:cats => none other",
        "code:in=urn:~:vs:birds,urn:~:vs:cats => both cat hen",
        "code:in=urn:~:vs:any => both other",
        "code:in=urn:~:vs:expanded => cat",
        "code:in=urn:~:vs:empty => ''",
        "code:not-in=urn:~:vs:empty => both cat hen none other",
        "code:below=urn:~:animals%7Cbird => both hen",
        "code:below=urn:~:animals%7Canimal => both cat hen",
        "code:above=urn:~:animals%7Chen => both hen",
        "code:above=urn:~:animals%7Ccat,urn:~:animals%7Cbird => both cat",
        "code:in=urn:~:vs:birds&code:not-in=urn:~:vs:any => hen",
        "status:below=preliminary => none",
        "status:in=http://hl7.org/fhir/ValueSet/observation-status => both cat hen none other",
        "status:below=http://hl7.org/fhir/observation-status%7Cfinal => both cat hen other",
      })
  void findsByStoredDefinitions(String query, String found) {
    String expected = found.replace("''", "").replaceAll("[a-z]+", id + "$0");
    assertEquals(expected, searches.ids("Observation?" + own(query)));
  }

  @Test
  void findsByTheUrlOfAStoredValueSet() {
    String url = Searches.encoded(client.base() + "ValueSet/" + id + "birds");
    assertEquals(id + "both " + id + "hen", searches.ids("Observation?code:in=" + url));
  }

  @Test
  void findsByTheHierarchiesOfTheSpecification() {
    String clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
    put(
        "Condition",
        "relapse",
        "'clinicalStatus':{'coding':["
            + coding(clinical, "relapse")
            + "]},'subject':{'display':'x'}");
    put(
        "Condition",
        "resolved",
        "'clinicalStatus':{'coding':["
            + coding(clinical, "resolved")
            + "]},'subject':{'display':'x'}");
    assertEquals(
        id + "relapse", searches.ids("Condition?clinical-status:below=" + clinical + "%7Cactive"));
    String actCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    put("Encounter", "acute", "'status':'finished','class':" + coding(actCode, "ACUTE"));
    put("Encounter", "home", "'status':'finished','class':" + coding(actCode, "HH"));
    assertEquals(id + "acute", searches.ids("Encounter?class:below=" + actCode + "%7CIMP"));
    assertEquals(
        id + "acute " + id + "home",
        searches.ids("Encounter?class:in=http://terminology.hl7.org/ValueSet/v3-ActEncounterCode"));
    assertEquals(id + "acute", searches.ids("Encounter?class:above=" + actCode + "%7CACUTE"));
  }

  @Test
  void findsByValueSetsOfTheSpecification() {
    String category = "http://terminology.hl7.org/CodeSystem/observation-category";
    put(
        "Observation",
        "lab",
        "'status':'final','code':{'text':'x'},'category':[{'coding':["
            + coding(category, "laboratory")
            + "]}]");
    assertEquals(
        id + "lab",
        searches.ids("Observation?category:in=http://hl7.org/fhir/ValueSet/observation-category"));
    delete("Observation", "lab");
  }

  @Test
  void findsThroughChains() {
    put("Patient", "eve", "'gender':'female'");
    put(
        "Observation",
        "eves",
        "'status':'final','code':{'text':'x'},'subject':{'reference':'Patient/~eve'}");
    assertEquals(
        id + "eves",
        searches.ids(
            "Observation?patient.gender:in=http://hl7.org/fhir/ValueSet/administrative-gender"));
    delete("Observation", "eves");
  }

  @Test
  void seesChangesAtOnce() {
    valueSet("changing", include(SYSTEM + "," + isA("bird")));
    String query = "Observation?code:in=" + own("urn:~:vs:changing");
    assertEquals(id + "both " + id + "hen", searches.ids(query));
    valueSet("changing", include("'system':'urn:~:animals','concept':[{'code':'cat'}]"));
    assertEquals(id + "cat", searches.ids(query));
    put(
        "ValueSet",
        "newer",
        "'url':'urn:~:vs:changing','version':'1.10','status':'active','compose':{'include':["
            + "{'system':'urn:other'}]}");
    assertEquals(id + "both " + id + "other", searches.ids(query));
    assertEquals(id + "cat", searches.ids(query + "%7C1"));
    delete("ValueSet", "newer");
    delete("ValueSet", "changing");
    assertTrue(searches.refusal(query).contains("is not known here"));
  }

  @Test
  void putsStoredDefinitionsBeforeThoseOfTheSpecification() {
    String url = "http://hl7.org/fhir/ValueSet/animal-species";
    put(
        "ValueSet",
        "species",
        "'url':'"
            + url
            + "','version':'99.0','status':'active',"
            + "'compose':{'include':[{'system':'urn:other'}]}");
    assertEquals(id + "both " + id + "other", searches.ids("Observation?code:in=" + url));
    delete("ValueSet", "species");
    assertEquals("", searches.ids("Observation?code:in=" + url));
  }

  @Test
  void findsForAReaderToo() {
    Searches reader = new Searches(client.as("reader"));
    String refusal = reader.refusal("Observation?code:in=urn:nowhere");
    assertTrue(refusal.contains("'urn:nowhere' is not known"), refusal);
    FhirResponse answer =
        client.as("reader").get("Observation?" + searches.own() + own("&code:in=urn:~:vs:birds"));
    assertEquals(2, answer.expect(200).json().path("entry").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "code:in=urn:~:nowhere => urn:~:nowhere",
        "code:in=ValueSet/~nowhere => ValueSet/~nowhere",
        "code:in=urn:~:vs:birds%7C2 => urn:~:vs:birds|2",
        "code:not-in=urn:~:nowhere => urn:~:nowhere",
        "code:in=urn:~:vs:cycle => urn:~:vs:cycle' includes itself",
        "code:in=urn:~:vs:partial => urn:~:part",
        "code:below=urn:~:nowhere%7Ca => urn:~:nowhere",
        "code:below=urn:~:animals%7Cdog => no code 'dog'",
        "code:below=urn:~:part%7Ca => urn:~:part",
        "code:below=hen => needs a system",
        "code:below=%7Chen => needs a system",
        "code:above=urn:~:animals%7C => no code",
        "code:in=http://hl7.org/fhir/ValueSet/doc-typecodes => http://loinc.org",
        "code-value-concept:in=urn:~:vs:birds => Modifier 'in'",
        "subject:in=urn:~:vs:birds => Modifier 'in'",
      })
  void namesWhatItCannotEvaluate(String query, String named) {
    String refusal = searches.refusal("Observation?" + own(query));
    assertTrue(refusal.contains(own(named)), refusal);
  }

  @Test
  void findsByThousandsOfCodes() {
    String codes =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "{'code':'k" + i + "'}")
            .collect(Collectors.joining(","));
    valueSet("large", include("'system':'urn:~:large','concept':[" + codes + "]"));
    observation("k", coding("urn:~:large", "k4321"));
    observation("z", coding("urn:~:large", "z1"));
    assertEquals(id + "k", searches.ids("Observation?code:in=" + own("urn:~:vs:large")));
    String list =
        IntStream.range(0, 5_000)
            .mapToObj(i -> own("urn:~:large|k") + i)
            .collect(Collectors.joining(","));
    JsonNode page =
        searches.form("Observation?" + searches.own(), "code=" + list).expect(200).json();
    assertEquals(id + "k", String.join(" ", Searches.matches(page)));
    FhirResponse refused = searches.form("Observation", "code=" + list + "," + list + ",x");
    assertEquals(
        "too-costly", refused.expect(400).json().path("issue").path(0).path("code").asText());
    delete("Observation", "k");
    delete("Observation", "z");
  }

  private void valueSet(String name, String content) {
    put(
        "ValueSet",
        name,
        "'url':'urn:~:vs:" + name + "','version':'1','status':'active'," + content);
  }

  private void observation(String name, String codings) {
    put("Observation", name, "'status':'final','code':{'coding':[" + codings + "]}");
  }

  private static String include(String part) {
    return "'compose':{'include':[{" + part + "}]}";
  }

  private static String isA(String code) {
    return "'filter':[{'property':'concept','op':'is-a','value':'" + code + "'}]";
  }

  private static String coding(String system, String code) {
    return "{'system':'" + system + "','code':'" + code + "'}";
  }

  private void put(String type, String name, String elements) {
    searches.put(own("{'resourceType':'" + type + "','id':'~" + name + "'," + elements + "}"));
  }

  private void delete(String type, String name) {
    client.delete(type + "/" + id + name).expect(204);
  }

  private String own(String text) {
    return text.replace("~", id);
  }
}
