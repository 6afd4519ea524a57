package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertJson;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
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
class HistoryIT {
  private final FhirClient client;
  private final String base;

  HistoryIT(FhirClient client) {
    this.client = client;
    this.base = client.base().toString();
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
    assertEquals(base + "Patient/" + id + "/_history", link(bundle, "self").orElseThrow());
    assertTrue(link(bundle, "next").isEmpty());
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
      assertTrue(link(bundle, "next").isEmpty(), query);
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
    walk(
        "Patient/" + id + "/_history",
        bundle -> {
          assertEquals(23, bundle.path("total").asInt());
          sizes.add(bundle.path("entry").size());
          versions.addAll(versions(bundle));
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
    walk(
        "Patient/" + id + "/_history?_count=2",
        bundle -> {
          sizes.add(bundle.path("entry").size());
          versions.addAll(versions(bundle));
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
    walk(
        "Patient/" + id + "/_history?_count=2",
        bundle -> {
          versions.addAll(versions(bundle));
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
        link(client.get("Patient/" + id + "/_history?_count=2").expect(200).json(), "next")
            .orElseThrow();
    client.delete("Patient/" + id).expect(204);

    assertEquals(List.of(1), versions(client.get(next).expect(200).json()));
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
        "nonsense=1",
        "_summary=nonsense"
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

  private void walk(String first, Consumer<JsonNode> page) {
    Optional<String> next = Optional.of(first);
    for (int pages = 0; next.isPresent() && pages < 100; pages++) {
      JsonNode bundle = client.get(next.get()).expect(200).json();
      page.accept(bundle);
      next = link(bundle, "next");
      next.ifPresent(url -> assertTrue(url.startsWith(base + first.split("\\?", 2)[0] + "?"), url));
    }
    assertTrue(next.isEmpty(), "The pages do not end");
  }

  private static Optional<String> link(JsonNode bundle, String relation) {
    return StreamSupport.stream(bundle.path("link").spliterator(), false)
        .filter(link -> link.path("relation").asText().equals(relation))
        .map(link -> link.path("url").asText())
        .findFirst();
  }

  private static List<Integer> versions(JsonNode bundle) {
    return StreamSupport.stream(bundle.path("entry").spliterator(), false)
        .map(entry -> entry.path("response").path("etag").asText())
        .map(etag -> Integer.valueOf(etag.replaceAll("\\D", "")))
        .toList();
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
