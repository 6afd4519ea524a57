package org.fhirserver.it.search;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches of all types: §8.1, §9.12. */
@HttpTest
class SystemSearchIT {
  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8) + "-";

  SystemSearchIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeEach
  void storeFourTypes() {
    put("Patient", "p", "'birthDate':'2000-01-01'");
    put("Observation", "o", "'status':'final','code':{'text':'x'},'subject':" + patient());
    put("Procedure", "r", "'status':'completed','subject':" + patient());
    put("Encounter", "e", "'status':'planned','class':{'code':'AMB'},'subject':" + patient());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "? => e o p r",
        "?_type=Patient,Observation => o p",
        "?_type=Observation,Patient,Observation => o p",
        "?_type=Patient,Observation&_type=Observation,Group => o",
        "?_type:not=Patient => e o r",
        "?_type:not=Patient,Encounter&_type=Observation,Patient => o",
        "?_id={id}p,{id}r => p r",
        "?_type=Encounter,Procedure&subject=Patient/{id}p => e r",
        "?_type=Observation,Procedure&patient._id={id}p => o r",
        "?_type=Observation,Procedure&subject:Patient._type=Patient => o r",
        "?_type=Group => ''",
        "Patient?_type=Patient => p",
        "Patient?_type=Observation => ''",
        "Patient?_type:not=Patient => ''",
      })
  void findsWhatFulfilsTheParametersInEachType(String query, String expected) {
    for (int count : new int[] {1, 3, 50}) {
      String path = query.replace("{id}", id) + (query.endsWith("?") ? "" : "&");
      assertEquals(expected, searches.ids(path + "_count=" + count).replace(id, ""));
    }
    assertEquals(
        expected.isEmpty() ? 0 : expected.split(" ").length,
        searches.count(query.replace("{id}", id) + (query.endsWith("?") ? "_sort=_id" : "")));
  }

  @Test
  @DisplayName("§8.1 the form and the URL of a POST both count, and its pages can be read by GET")
  void takesTheFormAndTheUrl() {
    JsonNode page = form("_search?_type=Patient,Observation&_count=1", searches.own());

    assertEquals("searchset", page.path("type").asText());
    assertEquals(1, Searches.matches(page).size());
    String next = Searches.link(page, "next").orElseThrow();
    assertTrue(next.startsWith(client.base().toString().replaceAll("/$", "?_type=")), next);
    JsonNode second = client.get(next).expect(200).json();
    assertEquals(List.of(id + "p"), Searches.matches(client.get(next).expect(200).json()));
    assertEquals(
        List.of(id + "o"),
        Searches.matches(
            client.get(Searches.link(second, "previous").orElseThrow()).expect(200).json()));
    assertEquals(
        2, form("_search", "_type=Patient,Observation&" + searches.own()).path("total").asInt());
  }

  @Test
  void showsAPageOfEverythingWithoutParameters() {
    for (int i = 0; i < 10; i++) {
      put("Basic", "b" + i, "'code':{'text':'x'}");
    }
    JsonNode page = client.get("").expect(200).json();

    assertEquals(10, Searches.matches(page).size());
    assertTrue(Searches.link(page, "next").isPresent());
    assertFalse(page.has("total"));
    assertEquals(10, Searches.matches(form("_search", "")).size());
  }

  @Test
  @DisplayName("§8.1 a parameter that one of the types does not have is refused by both names")
  void refusesParametersThatAreNotCommon() {
    String refusal = searches.refusal("?_type=Encounter,Procedure,Patient&subject=x");
    assertTrue(refusal.contains("'subject'") && refusal.contains("'Patient'"), refusal);
    assertTrue(searches.refusal("?gender=male").contains("'gender'"));
    assertTrue(searches.refusal("?_sort=gender").contains("'gender'"));
    assertTrue(searches.refusal("?_type=Patient,Encounter&_sort=birthdate").contains("birthdate"));
    assertTrue(searches.refusal("?_type=Patient,Substance&_sort=code").contains("code"));
  }

  @Test
  @DisplayName("§8.1 types that do not exist are refused, with lenient handling left out")
  void refusesUnknownTypes() {
    assertTrue(searches.refusal("?_type=Patient,Patient1").contains("'Patient1'"));
    assertTrue(searches.refusal("?_type=").contains("_type"));
    assertTrue(searches.refusal("?_type=,").contains("_type"));
    assertTrue(searches.refusal("?_type:above=Patient").contains("above"));
    assertTrue(searches.refusal("?_type=Parameters").contains("Parameters"));
    assertOutcome(lenient("?_type="), 400);

    JsonNode some = lenient(own("?_type=Patient1,Patient&foo=1&_count=1")).expect(200).json();
    JsonNode none = lenient("?_type=Patient1").expect(200).json();

    assertEquals(List.of(id + "p"), Searches.matches(some));
    assertTrue(Searches.link(some, "self").orElseThrow().contains("?_type=Patient&_count=1&_tag"));
    JsonNode issues = some.path("entry").path(0).path("resource").path("issue");
    assertEquals(2, issues.size());
    assertTrue(issues.path(0).path("diagnostics").asText().contains("'Patient1'"));
    assertEquals(1, none.path("entry").size());
    assertEquals("outcome", none.path("entry").path(0).path("search").path("mode").asText());
    assertTrue(Searches.link(none, "self").orElseThrow().endsWith("?_type=Patient1"));
  }

  @Test
  @DisplayName("§8.1 where no type is left, the other parameters are still read and refused")
  void refusesUnknownParametersWhereNoTypeIsLeft() {
    assertTrue(searches.refusal("Patient?_type=Observation&foo=1").contains("'foo'"));
    assertTrue(searches.refusal("?_type=Group&_type=Patient&gender=1").contains("'gender'"));
    assertEquals("", searches.ids("?_type=Group&_type=Patient&_id=" + id + "p&_count=10"));

    JsonNode page = lenient("Patient?_type=Patient1&foo=1&gender=male").expect(200).json();
    JsonNode issues = page.path("entry").path(0).path("resource").path("issue");

    assertEquals(2, issues.size());
    assertTrue(issues.path(0).path("diagnostics").asText().contains("'Patient1'"));
    assertTrue(issues.path(1).path("diagnostics").asText().contains("'foo'"));
    assertTrue(
        Searches.link(page, "self").orElseThrow().endsWith("Patient?_type=Patient1&gender=male"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "_id => e o p r",
        "-_id => r p o e",
        "_lastUpdated => p o r e",
        "-_lastUpdated => e r o p",
        "_tag,-_id => r p o e",
      })
  @DisplayName("§9.9 one order goes through all types")
  void ordersOverAllTypes(String sort, String expected) {
    for (int count : new int[] {1, 3, 50}) {
      assertEquals(
          expected,
          String.join(" ", searches.idsInOrder("?_sort=" + sort + "&_count=" + count))
              .replace(id, ""));
    }
  }

  @Test
  @DisplayName("§9.12 totals are sums, on every page if they are asked for")
  void addsTotals() {
    List<JsonNode> pages = searches.pages(own("?_count=3&_total=accurate"));

    assertEquals(2, pages.size());
    pages.forEach(page -> assertEquals(4, page.path("total").asInt()));
    assertEquals(4, searches.page("?_total=estimate&_count=1").path("total").asInt());
    assertEquals(4, searches.page("?_count=0").path("total").asInt());
    assertEquals(4, searches.page("?_count=4").path("total").asInt());
    assertFalse(searches.page("?_count=3").has("total"));
    assertFalse(searches.page("?_count=4&_total=none").has("total"));
  }

  @Test
  void keepsTransactionsWhereTheyWere() {
    String batch = "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}";

    assertEquals("batch-response", client.post("", batch).expect(200).json().path("type").asText());
    assertOutcome(client.post("_search", "{}"), 415);
    assertOutcome(client.get("?ct=garbage"), 400);
    assertOutcome(client.anonymous().get("?_type=Patient"), 401);
  }

  private JsonNode form(String path, String body) {
    return client
        .send(
            client
                .request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)))
        .expect(200)
        .json();
  }

  private FhirResponse lenient(String path) {
    return client.get(path, "Prefer", "handling=lenient");
  }

  private String own(String query) {
    return query + "&" + searches.own();
  }

  private String patient() {
    return "{'reference':'Patient/" + id + "p'}";
  }

  private void put(String type, String name, String content) {
    searches.put("{'resourceType':'" + type + "','id':'" + id + name + "'," + content + "}");
  }
}
