package org.fhirserver.it.search;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** What holds for every search, whatever it searches for. */
@HttpTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchProtocolIT {
  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8);

  SearchProtocolIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeAll
  void store() {
    searches.put(patient("1", "Müller", "Anna"));
    searches.put(patient("2", "Smith, Jr|x$y", "Bea"));
    searches.put(patient("3", "50%_\\ off", "Cleo"));
  }

  @Test
  void answersASearchset() {
    JsonNode bundle = searches.page("Patient?family=m%C3%BCller");
    JsonNode entry = bundle.path("entry").path(0);

    assertEquals("Bundle", bundle.path("resourceType").asText());
    assertEquals("searchset", bundle.path("type").asText());
    assertFalse(bundle.path("id").asText().isEmpty());
    assertFalse(bundle.path("meta").path("lastUpdated").asText().isEmpty());
    assertEquals(client.base() + "Patient/" + id + "1", entry.path("fullUrl").asText());
    assertEquals("match", entry.path("search").path("mode").asText());
    assertEquals(id + "1", entry.path("resource").path("id").asText());
    assertEquals(1, bundle.path("total").asInt());
  }

  @Test
  @DisplayName("§8.1 links that are too long for a GET say so, and can be sent as a form")
  void linksThatAreTooLongCanBeSentAsAForm() {
    String query = "_count=1&_id=" + id + "1," + id + "2," + ("x".repeat(60) + ",").repeat(300);

    JsonNode first = searches.form("Patient", query).expect(200).json();
    String next = Searches.link(first, "next").orElseThrow();
    JsonNode second =
        searches.form("Patient", next.substring(next.indexOf('?') + 1)).expect(200).json();

    String warning =
        Searches.resources(first, "outcome").get(0).at("/issue/0/diagnostics").asText();
    assertTrue(warning.contains("16384") && warning.contains("_search"), warning);
    assertEquals(414, client.get(next).status());
    assertEquals(List.of(id + "1"), Searches.matches(first));
    assertEquals(List.of(id + "2"), Searches.matches(second));
  }

  @Test
  void answersWithoutEntriesIfNothingIsFound() {
    JsonNode bundle = searches.page("Patient?family=nobody");

    assertFalse(bundle.has("entry"), bundle.toString());
    assertEquals(0, bundle.path("total").asInt(-1));
    assertEquals("searchset", bundle.path("type").asText());
  }

  @Test
  void tellsTheRequestIdAsBundleId() {
    FhirResponse response = client.get("Patient?family=nobody").expect(200);

    assertEquals(
        response.header("X-Request-Id").orElseThrow(), response.json().path("id").asText());
  }

  @Test
  void linksToItselfAndFindsTheSameThere() {
    JsonNode bundle = searches.page("Patient?family=smith&gender=male&_count=5&_sort=-_id&name=");
    String self = Searches.link(bundle, "self").orElseThrow();

    assertTrue(self.startsWith(client.base() + "Patient?"), self);
    assertFalse(self.contains("name="), self);
    assertEquals(Searches.matches(bundle), Searches.matches(client.get(self).expect(200).json()));
    assertEquals(self, Searches.link(client.get(self).expect(200).json(), "self").orElseThrow());
  }

  @Test
  void refusesUnknownParametersUnlessLenient() {
    assertEquals(
        "The search parameter 'Cookie' is not supported for resource type 'Patient'.",
        searches.refusal("Patient?Cookie=1"));

    JsonNode bundle = send("lenient", "Patient?Cookie=1&family=smith&" + searches.own());
    JsonNode outcome = bundle.path("entry").path(0);

    assertEquals("outcome", outcome.path("search").path("mode").asText());
    assertEquals("OperationOutcome", outcome.path("resource").path("resourceType").asText());
    JsonNode issue = outcome.path("resource").path("issue");
    assertEquals(1, issue.size());
    assertEquals("warning", issue.path(0).path("severity").asText());
    assertEquals("not-supported", issue.path(0).path("code").asText());
    assertEquals(
        "The search parameter 'Cookie' is not supported for resource type 'Patient'.",
        issue.path(0).path("diagnostics").asText());
    assertFalse(Searches.link(bundle, "self").orElseThrow().contains("Cookie"));
    assertEquals(List.of(id + "2"), Searches.matches(bundle));
    assertEquals(1, bundle.path("total").asInt());
  }

  @Test
  void tellsOneWarningForEachParameterThatItLeavesOut() {
    JsonNode bundle =
        send("lenient", "Patient?foo=a&_has:Observation:foo:code=b&name:foo=c&gender=x");

    assertEquals(3, bundle.path("entry").path(0).path("resource").path("issue").size());
    assertEquals(client.base() + "Patient?gender=x", Searches.link(bundle, "self").orElseThrow());
  }

  @Test
  void refusesUnknownHandling() {
    FhirResponse response =
        client.send(client.request("Patient?family=x").header("Prefer", "handling=foo").GET());

    assertEquals(400, response.status());
    assertEquals(
        400,
        client
            .send(client.request("Patient?foo=x").header("Prefer", "handling=strict").GET())
            .status());
  }

  @Test
  void saysThatPagesAreNotLargerThanTheLimit() {
    JsonNode bundle = searches.page("Patient?_count=5000");
    JsonNode outcome = bundle.path("entry").path(0);

    assertEquals("outcome", outcome.path("search").path("mode").asText());
    assertTrue(outcome.toString().contains("1000"), outcome.toString());
    assertEquals(3, Searches.matches(bundle).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"_count=0", "_summary=count"})
  void countsAlone(String parameter) {
    JsonNode bundle = searches.page("Patient?gender=male&" + parameter);

    assertEquals(3, bundle.path("total").asInt());
    assertFalse(bundle.has("entry"));
    assertTrue(Searches.link(bundle, "next").isEmpty());
  }

  @Test
  void tellsTheTotalOnEveryPageIfAsked() {
    for (String total : List.of("accurate", "estimate")) {
      List<JsonNode> pages =
          searches.pages("Patient?_count=1&_total=" + total + "&" + searches.own());

      assertEquals(3, pages.size());
      for (JsonNode page : pages) {
        assertEquals(3, page.path("total").asInt(), page.toString());
      }
    }
    assertFalse(searches.page("Patient?_count=1&_total=none").has("total"));
  }

  @Test
  void hasNoNextLinkOnTheLastPageEvenIfThatIsFull() {
    List<JsonNode> pages = searches.pages("Patient?_count=3&" + searches.own());

    assertEquals(1, pages.size());
    assertTrue(Searches.link(pages.get(0), "next").isEmpty());
    assertEquals(2, searches.pages("Patient?_count=2&" + searches.own()).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "%00", "AAAA", "%F0%9F%98%80", "AAAAAAAAAAEAAAAAAAAAAE"})
  void refusesContinuationTokensThatItDidNotGive(String token) {
    client.get("Patient?ct=" + token).expect(400);
    client.get("Patient?_sort=family&ct=" + token).expect(400);
  }

  @Test
  void mergesTheParametersOfUrlAndForm() {
    JsonNode bundle =
        searches.form("Patient?gender=male&" + searches.own(), "family=smith").expect(200).json();

    assertEquals(List.of(id + "2"), Searches.matches(bundle));
    String self = Searches.link(bundle, "self").orElseThrow();
    assertTrue(self.contains("gender=male") && self.contains("family=smith"), self);
    assertEquals(Searches.matches(bundle), Searches.matches(client.get(self).expect(200).json()));
  }

  @Test
  void findsByFormWhateverLinksOfItsPagesLeadTo() {
    JsonNode first =
        searches.form("Patient", "_count=1&_sort=_id&" + searches.own()).expect(200).json();
    String next = Searches.link(first, "next").orElseThrow();

    assertTrue(next.startsWith(client.base() + "Patient?"), next);
    assertEquals(List.of(id + "1"), Searches.matches(first));
    assertEquals(List.of(id + "2"), Searches.matches(client.get(next).expect(200).json()));
  }

  @Test
  void takesAFormWithoutBodyOrContentType() {
    FhirResponse response =
        client.send(
            client
                .request("Patient/_search?family=smith&" + searches.own())
                .POST(BodyPublishers.noBody()));

    assertEquals(List.of(id + "2"), Searches.matches(response.expect(200).json()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/fhir+json", "application/json", "text/plain"})
  void refusesFormsOfOtherContentTypes(String contentType) {
    FhirResponse response =
        client.send(
            client
                .request("Patient/_search")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString("{}")));

    assertEquals(415, response.status());
    assertEquals("OperationOutcome", response.json().path("resourceType").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "family=Müller => 1",
        "family=M%C3%BCller => 1",
        "%66%61mily=M%c3%bcller => 1",
        "family%3Aexact=M%C3%BCller => 1",
        "family:exact=Smith%5C%2C%20Jr%5C%7Cx%5C%24y => 2",
        "family:exact=Smith%5C,+Jr%5C%7Cx%5C$y => 2",
        "family:contains=%25_%5C%5C => 3",
        "family=50%25_ => 3",
        "family=50%25%25 => ''",
        "family=50_ => ''",
        "gender=http%3A%2F%2Fhl7.org%2Ffhir%2Fadministrative-gender%7Cmale => 1 2 3",
        "gender=http://hl7.org/fhir/administrative-gender%7Cmale => 1 2 3",
        "birthdate=ge1980-01-01T00:00:00%2B01:00 => 1 2 3",
        "birthdate=ge1980-01-01T00:00:00+01:00 => 1 2 3",
      })
  void findsTheSameHoweverTheQueryIsEncoded(String query, String expected) {
    String encoded =
        query.chars().allMatch(c -> c < 128) ? query : query.replace("ü", Searches.encoded("ü"));

    assertEquals(expected, searches.ids("Patient?" + encoded).replace(id, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Patient?family=%", "Patient?family=%ff", "Patient?family=a%00b"})
  void refusesBrokenEncodings(String url) {
    FhirResponse response = raw(url);

    assertEquals(400, response.status(), response.body());
  }

  @Test
  void ignoresParametersWithoutValueAndRepetitions() {
    JsonNode bundle = searches.page("Patient?family=smith&family=smith&given=&birthdate=");
    String self = Searches.link(bundle, "self").orElseThrow();

    assertEquals(List.of(id + "2"), Searches.matches(bundle));
    assertEquals(self.indexOf("family"), self.lastIndexOf("family"), self);
  }

  @Test
  void takesTheFormatParameterForWhatItIs() {
    JsonNode bundle = searches.page("Patient?family=smith&_format=json");

    assertEquals(List.of(id + "2"), Searches.matches(bundle));
    client.get("Patient?_format=blah").expect(406);
  }

  @Test
  void knowsNoOtherTypesOrPlaces() {
    client.get("NotAType?_id=1").expect(404);
    client.get("patient?_id=1").expect(404);
    client.get("Patient/_search/x").expect(404);
  }

  @Test
  void toleratesASlashAtTheEndOfTheType() {
    assertEquals(
        List.of(id + "2"),
        Searches.matches(client.get("Patient/?family=smith&" + searches.own()).expect(200).json()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?birthdate=05",
        "Patient?birthdate=1980-13-01",
        "Patient?identifier=a%7Cb%7Cc%7Cd",
        "Patient?gender:exact=male",
        "Patient?name:below=x",
        "Patient?name:missing=foo",
        "Patient?_count=abc",
        "Patient?_count=-1",
        "Patient?_total=xyz",
        "Patient?_summary=xyz",
        "Patient?_sort=foo",
        "RiskAssessment?probability=gt",
        "RiskAssessment?probability=foo",
        "RiskAssessment?probability=12345678901234567890123456789012345678901234567",
        "Observation?value-quantity=5%7Ca%7Cb%7Cc",
        "Observation?code-value-quantity=a$b$c",
        "Observation?code:in=http://example.org/vs",
      })
  void refusesWhatItDoesNotUnderstand(String url) {
    JsonNode outcome = client.get(url).expect(400).json();
    String parameter = url.substring(url.indexOf('?') + 1).split("[=:]")[0];

    assertEquals("OperationOutcome", outcome.path("resourceType").asText());
    assertTrue(
        outcome.path("issue").path(0).path("diagnostics").asText().contains(parameter)
            || parameter.equals("_sort"),
        outcome.toString());
  }

  @Test
  void findsWhatWasWrittenAndNoLongerWhatWasDeletedOrReplaced() {
    searches.put(patient("9", "Before", "Zoe"));
    assertEquals(id + "9", searches.ids("Patient?family=before"));

    searches.put(patient("9", "After", "Zoe"));
    assertEquals("", searches.ids("Patient?family=before"));
    assertEquals(id + "9", searches.ids("Patient?family=after&given=zoe"));

    client.delete("Patient/" + id + "9").expect(204);
    assertEquals("", searches.ids("Patient?family=after"));
    assertEquals("", searches.ids("Patient?_id=" + id + "9"));
    assertEquals("", searches.ids("Patient?given=zoe&gender:not=female"));

    searches.put(patient("9", "Again", "Zoe"));
    assertEquals(id + "9", searches.ids("Patient?family=again"));
    client.delete("Patient/" + id + "9").expect(204);
    assertEquals("", searches.ids("Patient?given=zoe"));
  }

  @Test
  void refusesSearchesWithoutToken() {
    assertEquals(401, client.anonymous().get("Patient?foo=1").status());
  }

  @Test
  @DisplayName("§8.2 as many texts as a list may have are searched, or refused as too costly")
  void manyTextsAreSearchedOrRefusedAsTooCostly() {
    String names =
        IntStream.range(0, 500).mapToObj(i -> "a" + i + "é%25_").collect(Collectors.joining(","));

    FhirResponse answer = client.get("Patient?name=" + names.replace("é", "%C3%A9"));

    if (answer.status() != 200) {
      assertOutcome(answer, 400, "too-costly");
    }
  }

  private JsonNode send(String handling, String url) {
    return client
        .send(client.request(url).header("Prefer", "handling=" + handling).GET())
        .expect(200)
        .json();
  }

  /** A request whose URL java.net.URI may not take. */
  private FhirResponse raw(String url) {
    int mark = url.indexOf('?');
    return searches.form(url.substring(0, mark), url.substring(mark + 1));
  }

  private String patient(String suffix, String family, String given) {
    ObjectNode patient =
        Json.readObject("{'resourceType':'Patient','gender':'male','birthDate':'1990-05-06'}")
            .put("id", id + suffix);
    patient.withArray("/name").addObject().put("family", family).putArray("given").add(given);
    return patient.toString();
  }
}
