package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many clients that write the same resources at the same time: §3.18. */
@HttpTest
class ConcurrencyIT {
  private static final int WRITERS = 32;

  private final FhirClient client;

  ConcurrencyIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§3.18 updates without If-Match make versions without gap or double, none is lost")
  void updatesMakeVersionsWithoutGapOrDouble() {
    int resources = 10;
    int updates = 20;
    List<String> ids = Stream.generate(Samples::newId).limit(resources).toList();
    Map<String, Map<Integer, String>> acknowledged = new ConcurrentHashMap<>();
    ids.forEach(id -> acknowledged.put(id, new ConcurrentHashMap<>()));

    List<Long> refused =
        Parallel.run(
            WRITERS,
            writer ->
                IntStream.range(0, updates)
                    .filter(
                        n -> {
                          String id = ids.get((writer + n) % resources);
                          FhirResponse response =
                              client.put(
                                  "Patient/" + id, Samples.patient(id, "W" + writer + "N" + n));
                          return !isAcknowledged(response, acknowledged.get(id));
                        })
                    .count());

    assertEquals(0, refused.stream().mapToLong(Long::longValue).sum(), "Refused with 409");
    for (String id : ids) {
      Map<Integer, String> versions = new TreeMap<>(acknowledged.get(id));
      assertEquals(
          IntStream.rangeClosed(1, versions.size()).boxed().toList(),
          List.copyOf(versions.keySet()));
      assertEquals(versions, history(id));
    }
    assertEquals(WRITERS * updates, acknowledged.values().stream().mapToInt(Map::size).sum());
  }

  @Test
  @DisplayName("§3.12, §3.18 of the updates with the same If-Match exactly one wins")
  void ofUpdatesWithTheSameIfMatchExactlyOneWins() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Start")).expect(201);

    for (int version = 1; version <= 5; version++) {
      String etag = "W/\"" + version + "\"";
      int round = version;
      List<FhirResponse> responses =
          Parallel.run(
              WRITERS / 2,
              writer ->
                  client.put(
                      "Patient/" + id,
                      Samples.patient(id, "R" + round + "W" + writer),
                      "If-Match",
                      etag));
      assertEquals(Map.of(200, 1L, 412, WRITERS / 2 - 1L), statuses(responses));
    }
    assertEquals(6, history(id).size());
  }

  @Test
  @DisplayName("§3.18, §5.1 64 equal creates with If-None-Exist make one resource")
  void equalConditionalCreatesMakeOneResource() {
    String identifier = Samples.newId();

    List<FhirResponse> responses =
        Parallel.run(
            64,
            writer ->
                client.post(
                    "Patient",
                    Samples.patientWithIdentifier(identifier),
                    "If-None-Exist",
                    "identifier=http://example.org/it|" + identifier));

    assertEquals(Map.of(201, 1L, 200, 63L), statuses(responses));
    assertEquals(1, responses.stream().map(FhirResponse::body).distinct().count());
    assertEquals(
        1, client.get("Patient?identifier=" + identifier).expect(200).json().path("total").asInt());
  }

  @Test
  @DisplayName("§3.8, §3.18 of the updates that create under the same id one creates")
  void ofUpdatesThatCreateUnderTheSameIdOneCreates() {
    for (int round = 0; round < 5; round++) {
      String id = Samples.newId();
      List<FhirResponse> responses =
          Parallel.run(
              WRITERS / 2,
              writer -> client.put("Patient/" + id, Samples.patient(id, "W" + writer)));

      assertEquals(Map.of(201, 1L, 200, WRITERS / 2 - 1L), statuses(responses));
      assertEquals(
          IntStream.rangeClosed(1, WRITERS / 2).boxed().toList(),
          List.copyOf(history(id).keySet()));
      assertEquals(1, client.get("Patient?_id=" + id).expect(200).json().path("total").asInt());
    }
  }

  @Test
  @DisplayName("§3.10, §3.18 updates and deletes of one id make versions without gap or double")
  void updatesAndDeletesMakeVersionsWithoutGapOrDouble() {
    String id = Samples.newId();
    ConcurrentLinkedQueue<String> made = new ConcurrentLinkedQueue<>();
    Parallel.run(
        8,
        writer -> {
          for (int n = 0; n < 25; n++) {
            FhirResponse response =
                writer % 2 == 0
                    ? client.put("Patient/" + id, Samples.patient(id, "W" + writer + "N" + n))
                    : client.delete("Patient/" + id);
            if (response.status() == 409) {
              assertOutcome(response, 409, "conflict");
            } else {
              assertTrue(response.status() < 300, response.body());
              if (response.status() != 204) {
                made.add(response.header("ETag").orElseThrow());
              }
            }
          }
          return null;
        });

    assertEquals(made.size(), made.stream().distinct().count(), "A version was given twice");
    List<Integer> versions = new ArrayList<>();
    for (JsonNode entry :
        client.get("Patient/" + id + "/_history?_count=1000").json().path("entry")) {
      versions.add(version(entry.path("response").path("etag").asText()));
    }
    assertEquals(
        IntStream.range(0, versions.size()).map(i -> versions.size() - i).boxed().toList(),
        versions);
    FhirResponse last = client.put("Patient/" + id, Samples.patient(id, "AfterAll"));
    assertTrue(last.status() < 300, last.body());
    client.delete("Patient/" + id).expect(204);
  }

  @Test
  @DisplayName("§2.1, §2.3 readers always see a whole version, and every version that was told")
  void readersSeeWholeVersions() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "N0")).expect(201);
    AtomicBoolean writing = new AtomicBoolean(true);

    Parallel.run(
        5,
        number -> {
          if (number == 0) {
            for (int n = 1; n <= 150; n++) {
              client.put("Patient/" + id, Samples.patient(id, "N" + n)).expect(200);
            }
            writing.set(false);
            return null;
          }
          while (writing.get()) {
            FhirResponse read = client.get("Patient/" + id).expect(200);
            int version = version(read.header("ETag").orElseThrow());
            assertEquals("N" + (version - 1), family(read.json()));
            assertEquals(version, read.json().path("meta").path("versionId").asInt());
            FhirResponse again = client.get("Patient/" + id + "/_history/" + version).expect(200);
            assertEquals(read.body(), again.body());
            assertWhole(client.get("Patient/" + id + "/_history?_count=5").expect(200).json());
          }
          return null;
        });
  }

  /** A page of a history that grows meanwhile: no gap, no double, and all that is behind it. */
  private static void assertWhole(JsonNode bundle) {
    int newest = version(bundle.path("entry").path(0).path("response").path("etag").asText());
    assertEquals(Math.min(5, newest), bundle.path("entry").size());
    assertEquals(newest > 5 ? 3 : 1, bundle.path("link").size());
    for (JsonNode entry : bundle.path("entry")) {
      assertEquals(newest--, version(entry.path("response").path("etag").asText()));
    }
  }

  private static boolean isAcknowledged(FhirResponse response, Map<Integer, String> acknowledged) {
    if (response.status() == 409) {
      assertOutcome(response, 409, "conflict");
      return false;
    }
    assertTrue(response.status() == 200 || response.status() == 201, response.body());
    int version = version(response.header("ETag").orElseThrow());
    String before = acknowledged.put(version, family(response.json()));
    assertEquals(null, before, "Version " + version + " was given twice");
    return true;
  }

  private Map<Integer, String> history(String id) {
    Map<Integer, String> versions = new TreeMap<>();
    JsonNode bundle = client.get("Patient/" + id + "/_history?_count=1000").expect(200).json();
    for (JsonNode entry : bundle.path("entry")) {
      versions.put(
          version(entry.path("response").path("etag").asText()), family(entry.path("resource")));
    }
    assertEquals(bundle.path("total").asInt(), versions.size());
    return versions;
  }

  private static Map<Integer, Long> statuses(List<FhirResponse> responses) {
    return new HashMap<>(
        responses.stream()
            .map(FhirResponse::status)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
  }

  private static String family(JsonNode patient) {
    return patient.path("name").path(0).path("family").asText();
  }

  private static int version(String etag) {
    return Integer.parseInt(etag.replaceAll("\\D", ""));
  }
}
