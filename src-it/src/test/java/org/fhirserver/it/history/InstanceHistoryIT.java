package org.fhirserver.it.history;

import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertJson;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The history of one resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
@HttpTest
class InstanceHistoryIT {
  private final FhirClient client;
  private final String base;
  private final Histories histories;

  InstanceHistoryIT(FhirClient client) {
    this.client = client;
    this.base = client.base().toString();
    this.histories = new Histories(client);
  }

  @Test
  @DisplayName("§7.1, §7.2, §7.3 a history tells create, update and delete, the newest first")
  void historyTellsAllVersionsNewestFirst() {
    FhirResponse created =
        client.post("Patient", "{\"resourceType\":\"Patient\",\"active\":true}").expect(201);
    String id = created.json().path("id").asText();
    FhirResponse updated = client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(200);
    client.delete("Patient/" + id).expect(204);
    FhirResponse revived = client.put("Patient/" + id, Samples.patient(id, "Bell")).expect(201);

    FhirResponse history = client.get("Patient/" + id + "/_history").expect(200);

    assertHeaders(history);
    assertJson(history);
    JsonNode bundle = history.json();
    assertEquals("Bundle", bundle.path("resourceType").asText());
    assertEquals("history", bundle.path("type").asText());
    assertEquals(4, bundle.path("total").asInt());
    assertEquals(history.header("X-Request-Id"), Optional.of(bundle.path("id").asText()));
    assertEquals(
        base + "Patient/" + id + "/_history", Histories.link(bundle, "self").orElseThrow());
    assertTrue(Histories.link(bundle, "next").isEmpty());
    JsonNode entries = bundle.path("entry");
    assertEquals(4, entries.size());
    assertEntry(entries.get(0), id, "PUT", "Patient/" + id, "200 OK|201 Created", 4);
    assertEntry(entries.get(1), id, "DELETE", "Patient/" + id, "204 No Content", 3);
    assertEntry(entries.get(2), id, "PUT", "Patient/" + id, "200 OK", 2);
    assertEntry(entries.get(3), id, "POST", "Patient", "201 Created", 1);
    assertEquals(revived.json(), entries.get(0).path("resource"));
    assertFalse(entries.get(1).has("resource"));
    assertEquals(updated.json(), entries.get(2).path("resource"));
    assertEquals(created.json(), entries.get(3).path("resource"));
  }

  @Test
  @DisplayName("§7.2 an update that created the resource says so")
  void updateThatCreatedSaysSo() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    JsonNode entry = client.get("Patient/" + id + "/_history").json().path("entry").path(0);

    assertEntry(entry, id, "PUT", "Patient/" + id, "201 Created", 1);
  }

  @Test
  @DisplayName("§7.6 _summary=count and _count=0 answer the number of versions alone")
  void countAnswersTheNumberOfVersionsAlone() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    client.put("Patient/" + id, Samples.patient(id, "Bell")).expect(200);
    client.delete("Patient/" + id).expect(204);

    for (String query : new String[] {"_count=0", "_summary=count"}) {
      JsonNode bundle = client.get("Patient/" + id + "/_history?" + query).expect(200).json();
      assertEquals(3, bundle.path("total").asInt(), query);
      assertFalse(bundle.has("entry"), query);
      assertTrue(Histories.link(bundle, "next").isEmpty(), query);
    }
  }

  @Test
  @DisplayName("§7.8 a history of what never was is not found")
  void historyOfWhatNeverWasIsNotFound() {
    String id = Samples.newId();

    assertOutcome(client.get("Patient/" + id + "/_history"), 404, "not-found");
    assertOutcome(client.get("Patient/" + id + "/_history?_count=0"), 404, "not-found");
    client.put("Observation/" + id, Samples.observation(id, "final")).expect(201);
    assertOutcome(client.get("Patient/" + id + "/_history"), 404, "not-found");
  }

  @Test
  @DisplayName("§0.1, §7.10 pages of ten lead through all versions, each once")
  void pagesLeadThroughAllVersions() {
    String id = Samples.newId();
    update(id, 1, 23);

    List<Integer> sizes = new ArrayList<>();
    List<Integer> versions = new ArrayList<>();
    histories.walk(
        "Patient/" + id + "/_history?_total=accurate",
        bundle -> {
          assertEquals(23, bundle.path("total").asInt());
          sizes.add(bundle.path("entry").size());
          versions.addAll(Histories.versions(bundle));
        });

    assertEquals(List.of(10, 10, 3), sizes);
    assertEquals(descending(23), versions);
  }

  @Test
  @DisplayName("§7.10 no page is empty when the versions fill the pages")
  void noPageIsEmptyWhenVersionsFillThePages() {
    String id = Samples.newId();
    update(id, 1, 4);
    client.delete("Patient/" + id).expect(204);
    client.put("Patient/" + id, Samples.patient(id, "Back")).expect(201);

    List<Integer> sizes = new ArrayList<>();
    List<Integer> versions = new ArrayList<>();
    histories.walk(
        "Patient/" + id + "/_history?_count=2",
        bundle -> {
          sizes.add(bundle.path("entry").size());
          versions.addAll(Histories.versions(bundle));
        });

    assertEquals(List.of(2, 2, 2), sizes);
    assertEquals(descending(6), versions);
  }

  @Test
  @DisplayName("§7.10 pages stay as they are while others write")
  void pagesStayWhileOthersWrite() {
    String id = Samples.newId();
    update(id, 1, 6);

    List<Integer> versions = new ArrayList<>();
    histories.walk(
        "Patient/" + id + "/_history?_count=2",
        bundle -> {
          versions.addAll(Histories.versions(bundle));
          client.put("Patient/" + id, Samples.patient(id, "Late" + versions.size())).expect(200);
        });

    assertEquals(descending(6), versions);
  }

  @Test
  @DisplayName("§7.10 the rest of the pages can be read after a delete")
  void restOfThePagesCanBeReadAfterDelete() {
    String id = Samples.newId();
    update(id, 1, 3);
    String next =
        Histories.link(
                client.get("Patient/" + id + "/_history?_count=2").expect(200).json(), "next")
            .orElseThrow();
    client.delete("Patient/" + id).expect(204);

    assertEquals(List.of(1), Histories.versions(client.get(next).expect(200).json()));
  }

  @Test
  @DisplayName("§7.4 _since is inclusive and _before exclusive, to the millisecond")
  void sinceIsInclusiveAndBeforeExclusive() {
    String id = Samples.newId();
    List<Instant> times = IntStream.rangeClosed(1, 9).mapToObj(n -> put(id, n)).toList();
    Instant fifth = times.get(4);

    assertEquals(List.of(9, 8, 7, 6, 5), versions(id, "_since=" + fifth));
    assertEquals(List.of(9, 8, 7, 6), versions(id, "_since=" + fifth.plusMillis(1)));
    assertEquals(List.of(9, 8, 7, 6), versions(id, "_since=" + fifth.plusNanos(1000)));
    assertEquals(List.of(4, 3, 2, 1), versions(id, "_before=" + fifth));
    assertEquals(List.of(5, 4, 3, 2, 1), versions(id, "_before=" + fifth.plusMillis(1)));
    assertEquals(
        List.of(5, 4), versions(id, "_since=" + times.get(3) + "&_before=" + times.get(5)));
    assertEquals(List.of(), versions(id, "_since=" + fifth + "&_before=" + fifth));
    assertEquals(List.of(), versions(id, "_since=2999"));
    assertEquals(descending(9), versions(id, "_before=2999"));
    assertEquals(List.of(), versions(id, "_before=2000-01"));
    assertEquals(5, total(id, "_count=0&_since=" + fifth));
    assertEquals(4, total(id, "_summary=count&_before=" + fifth));
  }

  @Test
  @DisplayName("§7.5 _at finds the version that was current then")
  void atFindsTheVersionThatWasCurrentThen() {
    String id = Samples.newId();
    Instant first = put(id, 1);
    Instant second = put(id, 2);
    client.delete("Patient/" + id).expect(204);
    Instant fourth = put(id, 4);

    assertEquals(List.of(), versions(id, "_at=" + Histories.toMillis(first.minusMillis(1))));
    assertEquals(List.of(1), versions(id, "_at=" + Histories.toMillis(first)));
    assertEquals(List.of(1), versions(id, "_at=" + Histories.toMillis(second.minusMillis(1))));
    assertEquals(List.of(2), versions(id, "_at=" + Histories.toMillis(second)));
    assertEquals(List.of(4), versions(id, "_at=" + Histories.toMillis(fourth)));
    assertEquals(List.of(4), versions(id, "_at=2999-01-01"));
    assertEquals(List.of(4, 3, 2, 1), versions(id, "_at=" + first.toString().substring(0, 4)));
    assertEquals(1, total(id, "_count=0&_at=" + Histories.toMillis(second)));
    assertTrue(
        Histories.link(
                client.get("Patient/" + id + "/_history?_at=" + second).expect(200).json(), "self")
            .orElseThrow()
            .contains("_at="));
  }

  @Test
  @DisplayName("§7.7 _sort turns the order around")
  void sortTurnsTheOrderAround() {
    String id = Samples.newId();
    update(id, 1, 5);
    client.delete("Patient/" + id).expect(204);

    assertEquals(descending(6), versions(id, "_sort=-_lastUpdated"));
    assertEquals(List.of(1, 2, 3, 4, 5, 6), versions(id, "_sort=_lastUpdated"));
    List<Integer> versions = new ArrayList<>();
    histories.walk(
        "Patient/" + id + "/_history?_sort=_lastUpdated&_count=4",
        bundle -> versions.addAll(Histories.versions(bundle)));
    assertEquals(List.of(1, 2, 3, 4, 5, 6), versions);
  }

  @Test
  @DisplayName("§7.10 the links lead back to the first page, with all parameters")
  void linksLeadBack() {
    String id = Samples.newId();
    Instant first = put(id, 1);
    update(id, 2, 7);
    String url = "Patient/" + id + "/_history?_since=" + first + "&_count=3";

    JsonNode one = client.get(url).expect(200).json();
    JsonNode two = client.get(Histories.link(one, "next").orElseThrow()).expect(200).json();
    JsonNode three = client.get(Histories.link(two, "next").orElseThrow()).expect(200).json();
    JsonNode back = client.get(Histories.link(three, "previous").orElseThrow()).expect(200).json();
    JsonNode start = client.get(Histories.link(back, "previous").orElseThrow()).expect(200).json();

    assertEquals(List.of(7, 6, 5), Histories.versions(one));
    assertTrue(Histories.link(one, "previous").isEmpty());
    assertEquals(List.of(4, 3, 2), Histories.versions(two));
    assertEquals(List.of(1), Histories.versions(three));
    assertTrue(Histories.link(three, "next").isEmpty());
    assertEquals(two.path("entry"), back.path("entry"));
    assertEquals(one.path("entry"), start.path("entry"));
    assertTrue(Histories.link(start, "previous").isEmpty());
    assertEquals(
        two.path("entry"),
        client.get(Histories.link(start, "next").orElseThrow()).json().path("entry"));
    assertEquals(
        Histories.link(one, "self").orElseThrow(), Histories.link(three, "first").orElseThrow());
  }

  @Test
  @DisplayName("§7.1 lenient handling leaves out what is not understood and says so")
  void lenientHandlingWarns() {
    String id = Samples.newId();
    update(id, 1, 2);

    JsonNode bundle =
        client
            .get("Patient/" + id + "/_history?nonsense=1&_count=5", "Prefer", "handling=lenient")
            .expect(200)
            .json();

    JsonNode warning = bundle.path("entry").get(0);
    assertEquals("GET", warning.path("request").path("method").asText());
    assertEquals(
        "warning",
        warning.path("response").path("outcome").path("issue").get(0).path("severity").asText());
    assertEquals(3, bundle.path("entry").size());
    assertEquals(
        base + "Patient/" + id + "/_history?_count=5",
        Histories.link(bundle, "self").orElseThrow());
  }

  @Test
  @DisplayName("§0.1 a page holds 1000 versions at most")
  void pageHoldsAThousandVersionsAtMost() {
    String id = Samples.newId();
    update(id, 1, 1);

    JsonNode bundle =
        client.get("Patient/" + id + "/_history?_count=5000000000").expect(200).json();

    assertTrue(Histories.link(bundle, "self").orElseThrow().endsWith("_count=1000"));
  }

  @Test
  @DisplayName("§10.5, §10.6 _summary and _elements cut the resources of a history")
  void summaryAndElementsCutTheResources() {
    String id = Samples.newId();
    update(id, 1, 1);
    client.delete("Patient/" + id).expect(204);

    for (String query : List.of("_elements=active", "_summary=text")) {
      JsonNode entries =
          client.get("Patient/" + id + "/_history?" + query).expect(200).json().path("entry");
      assertFalse(entries.get(0).has("resource"), query);
      assertFalse(entries.get(1).path("resource").has("name"), query);
      assertEquals(id, entries.get(1).path("resource").path("id").asText(), query);
    }
  }

  @ParameterizedTest
  @DisplayName("§8.1 a parameter that is not understood is refused")
  @ValueSource(
      strings = {
        "_count=-1",
        "_count=x",
        "_count=",
        "_count=1.5",
        "_count=99999999999",
        "ct=garbage",
        "ct=",
        "ct=-1",
        "ct=AgAAAAAAAAAAAAAAAAAAAAA",
        "ct=AP____________________8",
        "ct=..%2F..%2Fx",
        "_since=yesterday",
        "_since=",
        "_before=2024-13-01",
        "_at=2024-01-01T25:00:00Z",
        "_at=2024&_since=2023",
        "_at=2024&_before=2025",
        "_since=2024&_since=2025",
        "_count=1&_count=2",
        "_sort=_id",
        "_sort=",
        "_sort=-_lastUpdated,_id",
        "_total=many",
        "_summary=xyz",
        "_summary=",
        "_elements=",
        "_summary=true&_elements=id",
        "_lastUpdated=2024",
        "nonsense=1"
      })
  void parameterThatIsNotUnderstoodIsRefused(String query) {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    assertOutcome(client.get("Patient/" + id + "/_history?" + query), 400);
  }

  private void update(String id, int from, int to) {
    for (int version = from; version <= to; version++) {
      client
          .put("Patient/" + id, Samples.patient(id, "Version" + version))
          .expect(version == 1 ? 201 : 200);
    }
  }

  private Instant put(String id, int version) {
    return Histories.time(client.put("Patient/" + id, Samples.patient(id, "Version" + version)));
  }

  private List<Integer> versions(String id, String query) {
    return Histories.versions(
        client.get("Patient/" + id + "/_history?" + query).expect(200).json());
  }

  private int total(String id, String query) {
    return client
        .get("Patient/" + id + "/_history?" + query)
        .expect(200)
        .json()
        .path("total")
        .asInt(-1);
  }

  private static List<Integer> descending(int newest) {
    return IntStream.rangeClosed(1, newest).map(n -> newest + 1 - n).boxed().toList();
  }

  private void assertEntry(
      JsonNode entry, String id, String method, String url, String status, int version) {
    assertEquals(base + "Patient/" + id, entry.path("fullUrl").asText());
    assertEquals(method, entry.path("request").path("method").asText());
    assertEquals(url, entry.path("request").path("url").asText());
    JsonNode response = entry.path("response");
    assertTrue(List.of(status.split("\\|")).contains(response.path("status").asText()), status);
    assertEquals("W/\"" + version + "\"", response.path("etag").asText());
    if (entry.has("resource")) {
      assertEquals(
          entry.path("resource").path("meta").path("lastUpdated"), response.path("lastModified"));
    } else {
      assertFalse(response.path("lastModified").asText().isEmpty());
    }
  }
}
