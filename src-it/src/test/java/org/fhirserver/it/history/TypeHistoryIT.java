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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The history of the resources of a type: §7.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
@HttpTest
class TypeHistoryIT {
  private final FhirClient client;
  private final Histories histories;

  TypeHistoryIT(FhirClient client) {
    this.client = client;
    this.histories = new Histories(client);
  }

  @Test
  @DisplayName("§7.1, §7.2, §7.3 a type's history tells all versions of its resources")
  void tellsAllVersionsOfTheType() {
    FhirResponse created =
        client.post("Basic", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"a\"}}").expect(201);
    String a = created.json().path("id").asText();
    String b = Samples.newId();
    FhirResponse put = put(b, "b").expect(201);
    client.put("Observation/" + b, Samples.observation(b, "final")).expect(201);
    FhirResponse changed = put(a, "a2").expect(200);
    client.delete("Basic/" + b).expect(204);

    FhirResponse history = client.get("Basic/_history?_count=4").expect(200);

    assertHeaders(history);
    assertJson(history);
    JsonNode bundle = history.json();
    assertEquals("history", bundle.path("type").asText());
    assertEquals(history.header("X-Request-Id"), Optional.of(bundle.path("id").asText()));
    assertEquals(
        List.of("Basic/" + b + "/2", "Basic/" + a + "/2", "Basic/" + b + "/1", "Basic/" + a + "/1"),
        histories.entries(bundle));
    JsonNode entries = bundle.path("entry");
    assertEntry(entries.get(0), "DELETE", "Basic/" + b, "204 No Content");
    assertFalse(entries.get(0).has("resource"));
    assertEntry(entries.get(1), "PUT", "Basic/" + a, "200 OK");
    assertEquals(changed.json(), entries.get(1).path("resource"));
    assertEntry(entries.get(2), "PUT", "Basic/" + b, "201 Created");
    assertEquals(put.json(), entries.get(2).path("resource"));
    assertEntry(entries.get(3), "POST", "Basic", "201 Created");
    assertEquals(created.json(), entries.get(3).path("resource"));
  }

  @Test
  @DisplayName("§7.4 consecutive windows lose and double nothing")
  void consecutiveWindowsLoseAndDoubleNothing() {
    List<Instant> times = new ArrayList<>();
    List<String> made = new ArrayList<>();
    List<String> ids = List.of(Samples.newId(), Samples.newId(), Samples.newId());
    for (int version = 1; version <= 8; version++) {
      for (String id : ids) {
        times.add(Histories.time(put(id, "v" + version)));
        made.add("Basic/" + id + "/" + version);
      }
    }
    Collections.reverse(made);
    Instant from = times.get(0);
    Instant until = times.get(times.size() - 1).plusMillis(1);

    for (Instant cut : List.of(times.get(5), times.get(11).plusMillis(1), times.get(12))) {
      List<String> joined = new ArrayList<>();
      joined.addAll(histories.all("Basic/_history?_since=" + cut + "&_before=" + until));
      joined.addAll(histories.all("Basic/_history?_since=" + from + "&_before=" + cut));
      assertEquals(new HashSet<>(made), new HashSet<>(joined));
      assertEquals(made.size(), joined.size());
    }
    String window = "Basic/_history?_since=" + from + "&_before=" + until;
    Histories.assertTotalAlone(24, client.get(window + "&_count=0").expect(200).json());
    Histories.assertTotalAlone(24, client.get(window + "&_summary=count").expect(200).json());
    assertEquals(24, client.get(window + "&_total=accurate").json().path("total").asInt(-1));
    List<String> ascending = histories.all(window + "&_sort=_lastUpdated&_count=5");
    Collections.reverse(ascending);
    assertEquals(histories.all(window + "&_count=7"), ascending);
  }

  @Test
  @DisplayName("§7.5 _at finds what was current then")
  void atFindsWhatWasCurrentThen() {
    String a = Samples.newId();
    String b = Samples.newId();
    String c = Samples.newId();
    put(a, "1").expect(201);
    put(b, "1").expect(201);
    put(c, "1").expect(201);
    put(a, "2").expect(200);
    client.delete("Basic/" + c).expect(204);
    Instant then = Histories.time(put(b, "2").expect(200));
    put(a, "3").expect(200);
    client.delete("Basic/" + b).expect(204);
    put(c, "4").expect(201);

    List<String> current = histories.all("Basic/_history?_at=" + Histories.toMillis(then));
    List<String> ours =
        current.stream().filter(e -> e.matches(".*(" + a + "|" + b + "|" + c + ").*")).toList();

    assertEquals(List.of("Basic/" + b + "/2", "Basic/" + a + "/2"), ours);
    assertEquals(
        current.size(),
        client
            .get("Basic/_history?_count=0&_at=" + Histories.toMillis(then))
            .expect(200)
            .json()
            .path("total")
            .asInt(-1));
  }

  @Test
  @DisplayName("§7.10, C6 pages under writers hold every version that stood before exactly once")
  void pagesUnderWritersHoldEveryVersionOnce() {
    List<String> ids = IntStream.range(0, 8).mapToObj(n -> Samples.newId()).toList();
    List<String> stable = new ArrayList<>();
    String before = Samples.newId();
    String since = Histories.toMillis(Histories.time(put(before, "before").expect(201)));
    stable.add("Basic/" + before + "/1");
    for (int version = 1; version <= 5; version++) {
      for (String id : ids) {
        put(id, "v" + version);
        stable.add("Basic/" + id + "/" + version);
      }
    }
    AtomicBoolean done = new AtomicBoolean();
    ConcurrentSkipListSet<String> faults = new ConcurrentSkipListSet<>();

    List<List<String>> walks =
        Parallel.run(
            5,
            client -> {
              List<String> entries = new ArrayList<>();
              if (client < 2) {
                String order = client == 0 ? "" : "&_sort=_lastUpdated";
                entries.addAll(histories.all("Basic/_history?_count=3&_since=" + since + order));
                done.set(true);
                return entries;
              }
              for (int n = 0; n < 300 && !done.get(); n++) {
                int status = put(ids.get((client + n) % ids.size()), client + "-" + n).status();
                if (status != 200 && status != 409) {
                  faults.add("PUT answered " + status);
                }
              }
              return entries;
            });

    assertTrue(faults.isEmpty(), faults.toString());
    for (List<String> walk : walks.subList(0, 2)) {
      assertEquals(walk.size(), new HashSet<>(walk).size(), "A version stands twice");
      assertTrue(walk.containsAll(stable), "A version is missing");
    }
  }

  @Test
  @DisplayName("§7.1 a time without versions has an empty history")
  void timeWithoutVersionsHasAnEmptyHistory() {
    String path = "SubstanceProtein/_history?_before=1970-02-01";
    JsonNode bundle = client.get(path).expect(200).json();

    Histories.assertTotalAlone(0, bundle);
    assertEquals(client.base() + path, Histories.link(bundle, "self").orElseThrow());
  }

  @Test
  @DisplayName("§1.2 there is no history of what is no type")
  void noHistoryOfWhatIsNoType() {
    assertOutcome(client.get("NotObservation/_history"), 404, "not-found");
    assertOutcome(client.get("basic/_history"), 404, "not-found");
    assertOutcome(client.get("Parameters/_history"), 404, "not-found");
  }

  @ParameterizedTest
  @DisplayName("§7.5, §7.7 a parameter that is not understood is refused")
  @ValueSource(
      strings = {"_since=x", "_at=2024&_since=2023", "_sort=_id", "_count=-1", "ct=x", "code=a"})
  void parameterThatIsNotUnderstoodIsRefused(String query) {
    assertOutcome(client.get("Basic/_history?" + query), 400);
  }

  private FhirResponse put(String id, String text) {
    return client.put(
        "Basic/" + id,
        "{\"resourceType\":\"Basic\",\"id\":\"" + id + "\",\"code\":{\"text\":\"" + text + "\"}}");
  }

  private void assertEntry(JsonNode entry, String method, String url, String status) {
    assertEquals(method, entry.path("request").path("method").asText());
    assertEquals(url, entry.path("request").path("url").asText());
    assertEquals(status, entry.path("response").path("status").asText());
    assertFalse(entry.path("response").path("lastModified").asText().isEmpty());
  }
}
