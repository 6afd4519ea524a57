package org.fhirserver.it.search;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What searches include: §9.5 to §9.8.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#include">Including other resources</a>
 */
@HttpTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncludeIT {
  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8) + "-";

  IncludeIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  /**
   * Organizations o1 to o3 are part of each other in a circle, o4 of o1; patients p1 and p2 are
   * linked to each other; observations ob1 to ob4 are of them.
   */
  @BeforeAll
  void store() {
    organization("o1", "o3");
    organization("o2", "o1");
    organization("o3", "o2");
    organization("o4", "o1");
    put("Practitioner", "pr", "'active':true");
    put("Group", "g", "'type':'person','actual':true,'member':[" + entity("Patient/", "p1") + "]");
    patient("p1", "p2", "'generalPractitioner':[" + reference("Practitioner/", "pr") + "],");
    patient("p2", "p1", "'managingOrganization':" + reference("Organization/", "o2") + ",");
    observation("ob1", reference("Patient/", "p1"), reference("Practitioner/", "pr"));
    observation("ob2", reference("Patient/", "p1"), reference("Organization/", "o4"));
    observation("ob3", reference("Group/", "g"), reference("Patient/", "p2"));
    observation("ob4", reference("Patient/", "p2"), reference("Patient/", "p2"));
  }

  @ParameterizedTest
  @DisplayName("§9.5, §9.6 includes what is referred to and what refers")
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Observation?_id=ob1&_include=Observation:subject => p1",
        "Observation?_id=ob3&_include=Observation:subject => g",
        "Observation?_id=ob3&_include=Observation:patient => ''",
        "Observation?_id=ob3&_include=Observation:subject:Group => g",
        "Observation?_id=ob3&_include=Observation:subject:Patient => ''",
        "Observation?_id=ob1,ob2&_include=Observation:patient => p1",
        "Observation?_id=ob2&_include=Observation:performer:Organization => o4",
        "Observation?_id=ob4&_include=Observation:performer:Organization => ''",
        "Observation?_id=ob1&_include=Observation:* => p1 pr",
        "Observation?_id=ob1&_include=* => p1 pr",
        "Observation?_id=ob1&_include=*:* => p1 pr",
        "Observation?_id=ob1&_include=Observation:*:Practitioner => pr",
        "Observation?_id=ob1&_include=*:*:Patient => p1",
        "Observation?_id=ob1&_include=Observation:subject&_include=Observation:performer => p1 pr",
        "Observation?_id=ob1&_include=Observation:code-value-concept => 400",
        "Patient?_id=p1&_revinclude=Observation:subject => ob1 ob2",
        "Patient?_id=p1&_revinclude=Observation:patient => ob1 ob2",
        "Patient?_id=p1&_revinclude=Observation:subject:Patient => ob1 ob2",
        "Patient?_id=p1&_revinclude=Observation:subject:Group => ''",
        "Patient?_id=p2&_revinclude=Observation:* => ob3 ob4",
        "Patient?_id=p1&_revinclude=Observation:*&_revinclude=Group:member => g ob1 ob2",
        "Patient?_id=p1&_revinclude=* => g ob1 ob2 p2",
        "Patient?_id=p1&_revinclude=*:* => g ob1 ob2 p2",
        "Practitioner?_id=pr&_revinclude=*:*:Practitioner => ob1 p1",
        "Patient?_id=p1,p2&_include=Patient:link&_revinclude=Patient:link => ''",
        "Patient?_id=p1&_include=Patient:link&_revinclude=Patient:link => p2",
        "Organization?_id=o4&_include=Organization:partof => o1",
        "Organization?_id=o4&_include:iterate=Organization:partof => o1 o2 o3",
        "Organization?_id=o4&_include:recurse=Organization:partof => o1 o2 o3",
        "Organization?_id=o1&_include:iterate=Organization:partof => o2 o3",
        "Organization?_id=o1,o2,o3&_include:iterate=Organization:partof => ''",
        "Organization?_id=o3&_revinclude:iterate=Organization:partof => o1 o2 o4",
        "Organization?_id=o3&_revinclude=Organization:partof => o1",
        "Organization?_id=o4&_include:iterate=* => o1 o2 o3",
        "Observation?_id=ob1&_include=Observation:patient&_include:iterate=Patient:link => p1 p2",
        "Observation?_id=ob1&_include:iterate=Patient:link&_include=Observation:patient => p1 p2",
        "Observation?_id=ob1&_include=Observation:patient&_include=Patient:link => p1",
        "Observation?_id=ob1&_include=Observation:patient&_include:iterate=Patient:link"
            + "&_include:iterate=Patient:organization&_include:iterate=Organization:partof"
            + " => o1 o2 o3 p1 p2",
        "Patient?_id=p1&_revinclude=Observation:patient&_include:iterate=Observation:performer"
            + " => o4 ob1 ob2 pr",
        "Practitioner?_id=pr&_revinclude=Patient:general-practitioner"
            + "&_revinclude:iterate=Observation:subject => ob1 ob2 p1",
        "Practitioner?_id=pr&_revinclude:iterate=Patient:general-practitioner => p1",
        "Organization?_id=o4&_include:iterate=*&_revinclude:iterate=*"
            + " => g o1 o2 o3 ob1 ob2 ob3 ob4 p1 p2 pr",
        "Patient?_id=none&_include=*&_revinclude=* => ''",
      })
  void includes(String query, String expected) {
    FhirResponse response = client.get(withIds(query));
    if (expected.equals("400")) {
      assertOutcome(response, 400);
      return;
    }
    JsonNode page = response.expect(200).json();

    assertEquals(expected, included(page));
    int matches = Searches.matches(page).size();
    assertEquals(matches, page.path("total").asInt());
    for (JsonNode entry : page.path("entry")) {
      String mode = entry.path("search").path("mode").asText();
      assertTrue(mode.equals("match") || mode.equals("include") || mode.equals("outcome"));
      if (!mode.equals("outcome")) {
        String key = key(entry.path("resource"));
        assertEquals(client.base() + key, entry.path("fullUrl").asText());
      }
    }
  }

  @Test
  @DisplayName("§9.5 what is included belongs to the page and does not count")
  void includesForThePageAlone() {
    String query =
        withIds("Observation?_id=ob1,ob2,ob4&_count=2&_sort=_id&_total=accurate")
            + "&_include=Observation:patient&_include=Observation:performer";
    List<JsonNode> pages = searches.pages(query);

    assertEquals(2, pages.size());
    assertEquals("o4 p1 pr", included(pages.get(0)));
    assertEquals("p2", included(pages.get(1)));
    for (JsonNode page : pages) {
      assertEquals(3, page.path("total").asInt());
      String self = Searches.link(page, "self").orElseThrow();
      assertTrue(self.contains("_include=Observation:patient"), self);
      assertEquals(included(page), included(client.get(self).expect(200).json()));
    }
  }

  @Test
  @DisplayName("§9.5 deleted, missing, contained and foreign resources are not included")
  void leavesOutWhatIsNotThere() {
    put("Patient", "gone", "'active':true");
    observation(
        "ob5", reference("Patient/", "gone"), "{'reference':'http://example.org/fhir/Patient/x'}");
    observation("ob6", reference("Patient/", "never"), "{'reference':'#c'},{'display':'none'}");
    String query = withIds("Observation?_id=ob5,ob6&_include=*");

    assertEquals("gone", included(client.get(query).expect(200).json()));
    client.delete("Patient/" + id + "gone").expect(204);
    assertEquals("", included(client.get(query).expect(200).json()));
    put("Patient", "gone", "'active':false");
    assertEquals("gone", included(client.get(query).expect(200).json()));
    client.delete("Observation/" + id + "ob5").expect(204);
    assertEquals(
        "",
        included(
            client
                .get(withIds("Patient?_id=gone&_revinclude=Observation:subject"))
                .expect(200)
                .json()));
  }

  @Test
  @DisplayName("§9.5 a reference to a version leads to the current one only if it is that")
  void includesNoOldVersions() {
    put("Patient", "v", "'active':true");
    put("Patient", "v", "'active':false");
    observation("v1", "{'reference':'Patient/" + id + "v/_history/1'}", "{'display':'x'}");
    observation("v2", "{'reference':'Patient/" + id + "v/_history/2'}", "{'display':'x'}");
    observation(
        "v3",
        "{'reference':'" + client.base() + "Patient/" + id + "v/_history/1'}",
        reference("Patient/", "v"));

    assertEquals("", included("Observation?_id=v1&_include=Observation:subject"));
    JsonNode page = client.get(withIds("Observation?_id=v2&_include=*")).expect(200).json();
    assertEquals("v", included(page));
    assertEquals(
        "2", Searches.resources(page, "include").get(0).path("meta").path("versionId").asText());
    assertEquals("v", included("Observation?_id=v1,v2&_include=Observation:subject"));
    assertEquals("", included("Observation?_id=v3&_include=Observation:subject"));
    assertEquals("v", included("Observation?_id=v3&_include=Observation:performer"));
    assertEquals("v1 v2 v3", included("Patient?_id=v&_revinclude=Observation:subject"));
  }

  @Test
  @DisplayName("§9.5 includes what has the canonical URL and version of a reference")
  void followsCanonicalUrls() {
    String url = "http://example.org/" + id + "q";
    questionnaire("q1", url, "1");
    questionnaire("q2", url, "2");
    questionnaire("q3", url + "3", "");
    answers("a1", url + "|1");
    answers("a2", url);
    answers("a3", url + "3|7");
    answers("a5", "Questionnaire/" + id + "q3");
    answers("a6", url + "|9");
    String forward = "&_include=QuestionnaireResponse:questionnaire";
    String reverse = "&_revinclude=QuestionnaireResponse:questionnaire";

    assertEquals("q1", included("QuestionnaireResponse?_id=a1" + forward));
    assertEquals("q1 q2", included("QuestionnaireResponse?_id=a2" + forward));
    assertEquals("", included("QuestionnaireResponse?_id=a3,a6" + forward));
    assertEquals("q3", included("QuestionnaireResponse?_id=a5&_include=*"));
    assertEquals("a1 a2", included("Questionnaire?_id=q1" + reverse));
    assertEquals("a2", included("Questionnaire?_id=q2" + reverse));
    assertEquals("a5", included("Questionnaire?_id=q3&_revinclude=*"));
    assertEquals(
        "a1 a2 q2",
        included(
            "Questionnaire?_id=q1&_revinclude:iterate=QuestionnaireResponse:*"
                + "&_include:iterate=QuestionnaireResponse:*"));
  }

  @Test
  @DisplayName("§10 what is included is shown as the matches are")
  void showsIncludedResourcesAsTheMatches() {
    String query = withIds("Observation?_id=ob1&_include=Observation:performer");
    JsonNode summary = client.get(query + "&_summary=true").expect(200).json();
    JsonNode elements = client.get(query + "&_elements=id").expect(200).json();
    JsonNode count = client.get(query + "&_summary=count").expect(200).json();

    for (JsonNode page : List.of(summary, elements)) {
      JsonNode practitioner = Searches.resources(page, "include").get(0);
      assertEquals(id + "pr", practitioner.path("id").asText());
      assertTrue(
          practitioner.path("meta").path("tag").toString().contains("SUBSETTED"),
          practitioner.toString());
    }
    assertFalse(Searches.resources(elements, "include").get(0).has("active"));
    assertEquals(1, count.path("total").asInt());
    assertFalse(count.has("entry"), count.toString());
  }

  @Test
  @DisplayName("§10 no includes with _summary=text")
  void refusesIncludesOfText() {
    String query = withIds("Observation?_id=ob1&_include=Observation:performer&_summary=text");

    assertTrue(
        assertOutcome(client.get(query), 400).path("diagnostics").asText().contains("_include"));
    JsonNode page = lenient(query);
    assertEquals("", included(page));
    assertEquals(1, Searches.resources(page, "outcome").size());
    assertFalse(Searches.link(page, "self").orElseThrow().contains("_include"));
  }

  @Test
  @DisplayName("§8.1 includes by form and in the entries of bundles")
  void includesWhereverOneCanSearch() {
    String query = withIds("Observation?_id=ob1&_include=Observation:performer");
    String parameters = query.substring(query.indexOf('?') + 1);

    assertEquals("pr", included(searches.form("Observation", parameters).expect(200).json()));
    for (String type : List.of("batch", "transaction")) {
      ObjectNode bundle = Json.readObject("{'resourceType':'Bundle'}").put("type", type);
      bundle
          .withArray("/entry")
          .addObject()
          .putObject("request")
          .put("method", "GET")
          .put("url", query);
      JsonNode answer = client.post("", bundle.toString()).expect(200).json();
      assertEquals("pr", included(answer.path("entry").path(0).path("resource")));
    }
  }

  @ParameterizedTest
  @DisplayName("§9.7 refuses what it does not understand, by name")
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '"',
      value = {
        "_include=subject => 'subject' is no resource type",
        "_include=Observation => search parameter is missing",
        "_include=Foo:subject => 'Foo' is no resource type",
        "_include=Parameters:x => 'Parameters' is no resource type",
        "_include=Observation:foo => 'foo' is no search parameter of Observation",
        "_include=Observation:code => 'code' of Observation is no reference",
        "_include=Observation:subject: => target type is empty",
        "_include=Observation: => search parameter is empty",
        "_include=:subject => resource type is empty",
        "_include=Observation::Patient => search parameter is empty",
        "_include=Observation:subject:Foo => 'Foo' is no resource type",
        "_include=Observation:subject:Practitioner => not refer to resources of type Practitioner",
        "_include=Observation:patient:Group => not refer to resources of type Group",
        "_include=Observation:subject:Patient:x => more than three parts",
        "_include=*:subject => '*'",
        "_include=Observation:subject,Observation:performer => subject,Observation",
        "_include:foo=Observation:subject => Modifier 'foo'",
        "_include:=Observation:subject => Modifier ''",
        "_include:iterate:x=Observation:subject => Modifier 'iterate:x'",
        "_revinclude=Observation:subject: => target type is empty",
        "_revinclude=Patient => search parameter is missing",
        "_revinclude:iterate=Patient:general-practitioner: => target type is empty",
        "_revinclude:iterate=Patient:foo => 'foo'",
      })
  void refusesWhatItDoesNotUnderstand(String parameter, String said) {
    String diagnostics =
        assertOutcome(client.get("Observation?" + parameter), 400).path("diagnostics").asText();

    assertTrue(diagnostics.contains(said), diagnostics);
    assertTrue(diagnostics.contains(parameter.split("[:=]")[0]), diagnostics);
  }

  @Test
  @DisplayName("§8.1 with lenient handling it warns instead")
  void warnsIfLenient() {
    JsonNode page =
        lenient(withIds("Observation?_id=ob1&_include=Observation:foo&_include=Observation:*"));

    assertEquals("p1 pr", included(page));
    JsonNode issue = Searches.resources(page, "outcome").get(0).path("issue");
    assertEquals(1, issue.size());
    assertTrue(issue.path(0).path("diagnostics").asText().contains("'foo'"));
    assertFalse(Searches.link(page, "self").orElseThrow().contains("foo"));
  }

  @ParameterizedTest
  @DisplayName("§9.5 says that an include is of no use for what is searched")
  @CsvSource({
    "_include=Patient:organization, true",
    "_revinclude=Patient:organization, true",
    "_include:iterate=Patient:organization, false",
    "_include=Observation:subject, false",
    "_revinclude=Observation:derived-from, false",
    "_revinclude=DiagnosticReport:*, false",
  })
  void warnsOfIncludesWithoutEffect(String parameter, boolean warns) {
    JsonNode page = client.get(withIds("Observation?_id=ob1&" + parameter)).expect(200).json();
    List<JsonNode> outcomes = Searches.resources(page, "outcome");

    assertEquals(warns ? 1 : 0, outcomes.size(), page.toString());
    for (JsonNode outcome : outcomes) {
      String said = outcome.path("issue").path(0).path("diagnostics").asText();
      assertTrue(said.contains(parameter.substring(parameter.indexOf('=') + 1)), said);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-None-Exist", "PUT"})
  @DisplayName("conditional interactions take no includes")
  void refusesIncludesInConditions(String kind) {
    String criteria = "identifier=" + id + "&_include=Patient:link";
    String body = "{\"resourceType\":\"Patient\"}";
    FhirResponse response =
        kind.equals("PUT")
            ? client.put("Patient?" + criteria, body)
            : client.post("Patient", body, kind, criteria);

    assertTrue(assertOutcome(response, 400).path("diagnostics").asText().contains("_include"));
  }

  private String included(String query) {
    return included(client.get(withIds(query)).expect(200).json());
  }

  /** The ids of what a page includes, without the part that is this test's, in alphabetic order. */
  private String included(JsonNode page) {
    return Searches.resources(page, "include").stream()
        .map(resource -> resource.path("id").asText().replace(id, ""))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private JsonNode lenient(String url) {
    return client
        .send(client.request(url).header("Prefer", "handling=lenient").GET())
        .expect(200)
        .json();
  }

  private static String key(JsonNode resource) {
    return resource.path("resourceType").asText() + "/" + resource.path("id").asText();
  }

  /** The query with the ids of this test. */
  private String withIds(String query) {
    int start = query.indexOf("_id=") + 4;
    int end = query.indexOf('&', start);
    String ids = query.substring(start, end).replace(",", "," + id);
    return query.substring(0, start) + id + ids + query.substring(end);
  }

  private String reference(String type, String name) {
    return "{'reference':'" + type + id + name + "'}";
  }

  private String entity(String type, String name) {
    return "{'entity':" + reference(type, name) + "}";
  }

  private void organization(String name, String partOf) {
    put("Organization", name, "'name':'x','partOf':" + reference("Organization/", partOf));
  }

  private void patient(String name, String link, String more) {
    put(
        "Patient",
        name,
        more + "'link':[{'type':'seealso','other':" + reference("Patient/", link) + "}]");
  }

  private void observation(String name, String subject, String performers) {
    put(
        "Observation",
        name,
        "'status':'final','code':{'text':'x'},'contained':[{'resourceType':'Practitioner',"
            + "'id':'c'}],'subject':"
            + subject
            + ",'performer':["
            + performers
            + ",{'reference':'#c'}]");
  }

  private void questionnaire(String name, String url, String version) {
    put(
        "Questionnaire",
        name,
        "'status':'draft','url':'"
            + url
            + "'"
            + (version.isEmpty() ? "" : ",'version':'" + version + "'"));
  }

  private void answers(String name, String questionnaire) {
    put(
        "QuestionnaireResponse",
        name,
        "'status':'completed','questionnaire':'" + questionnaire + "'");
  }

  private void put(String type, String name, String content) {
    searches.put("{'resourceType':'" + type + "','id':'" + id + name + "'," + content + "}");
  }
}
