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
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The history of all resources: §7.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
@HttpTest
class SystemHistoryIT {
  private final FhirClient client;
  private final Histories histories;

  SystemHistoryIT(FhirClient client) {
    this.client = client;
    this.histories = new Histories(client);
  }

  @Test
  @DisplayName("§7.1, §7.2 the system's history mixes the types by time")
  void mixesTheTypesByTime() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    client.put("Observation/" + id, Samples.observation(id, "final")).expect(201);
    client.put("Patient/" + id, Samples.patient(id, "Bell")).expect(200);
    client.delete("Observation/" + id).expect(204);
    client.put("Patient/" + id, Samples.patient(id, "Cole")).expect(200);

    FhirResponse history = client.get("_history?_count=5").expect(200);

    assertHeaders(history);
    assertJson(history);
    assertEquals(
        List.of(
            "Patient/" + id + "/3",
            "Observation/" + id + "/2",
            "Patient/" + id + "/2",
            "Observation/" + id + "/1",
            "Patient/" + id + "/1"),
        histories.entries(history.json()));
    JsonNode deletion = history.json().path("entry").get(1);
    assertEquals("DELETE", deletion.path("request").path("method").asText());
    assertEquals("204 No Content", deletion.path("response").path("status").asText());
    assertFalse(deletion.has("resource"));
    assertEquals(
        client.base() + "_history?_count=5", Histories.link(history.json(), "self").orElseThrow());
  }

  @Test
  @DisplayName("§7.4, §7.6, §7.10 pages, windows and totals over many types")
  void pagesWindowsAndTotals() {
    List<String> made = new ArrayList<>();
    List<String> patients = List.of(Samples.newId(), Samples.newId());
    Optional<Instant> from = Optional.empty();
    for (int version = 1; version <= 6; version++) {
      for (String id : patients) {
        FhirResponse patient = client.put("Patient/" + id, Samples.patient(id, "V" + version));
        made.add("Patient/" + id + "/" + version);
        from = from.or(() -> Optional.of(Histories.time(patient)));
        client.put(
            "Observation/" + id, Samples.observation(id, version % 2 == 0 ? "final" : "amended"));
        made.add("Observation/" + id + "/" + version);
      }
    }
    FhirResponse last =
        client.put("Patient/" + patients.get(0), Samples.patient(patients.get(0), "End"));
    made.add("Patient/" + patients.get(0) + "/7");
    Instant until = Histories.time(last).plusMillis(1);
    String window = "_history?_since=" + from.orElseThrow() + "&_before=" + until;

    List<String> newestFirst = histories.all(window + "&_count=4");
    List<String> oldestFirst = histories.all(window + "&_count=9&_sort=_lastUpdated");

    assertEquals(new HashSet<>(made), new HashSet<>(oldestFirst));
    assertEquals(made.size(), oldestFirst.size());
    Collections.reverse(oldestFirst);
    assertEquals(newestFirst, oldestFirst);
    Histories.assertTotalAlone(25, client.get(window + "&_count=0").expect(200).json());
    JsonNode first = client.get(window + "&_count=20").expect(200).json();
    JsonNode second = client.get(Histories.link(first, "next").orElseThrow()).expect(200).json();
    assertEquals(5, second.path("entry").size());
    assertEquals(
        first.path("entry"),
        client.get(Histories.link(second, "previous").orElseThrow()).json().path("entry"));
  }

  @Test
  @DisplayName("§7.1, §14.7 every reader sees it, nobody without token, and POST is not allowed")
  void readersSeeIt() {
    client.as("reader").get("_history?_count=1").expect(200);
    assertOutcome(client.anonymous().get("_history"), 401, "login");
    assertOutcome(client.post("_history", "{}"), 405);
    assertOutcome(client.delete("_history"), 405);
    assertOutcome(client.get("_history?nonsense=1"), 400);
    assertOutcome(client.get("_history/1"), 404);
    assertTrue(client.get("_history?_since=2999").expect(200).json().path("entry").isEmpty());
  }
}
