package org.fhirserver.it.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.Samples;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.Servers.DatabaseKind;
import org.fhirserver.it.search.Searches;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two server nodes on one PostgreSQL are one server: §3.18 and §5.1. */
@HttpTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesIT {
  private static final int WRITERS = 64;
  private static final String SYSTEM = "http://example.org/it|";

  private final Servers servers;
  private ServerUnderTest secondServer;
  private FhirClient first;
  private FhirClient second;

  TwoNodesIT(Servers servers) {
    this.servers = servers;
  }

  @BeforeEach
  void startTheSecondNode() {
    assumeTrue(servers.databaseKind() == DatabaseKind.POSTGRESQL, "Derby serves one process");
    if (secondServer == null) {
      secondServer =
          servers.startBeside(servers.shared(), ServerOptions.defaults().withHeap("384m"));
    }
    first = FhirClient.of(servers.shared());
    second = FhirClient.of(secondServer);
  }

  @AfterAll
  void stopTheSecondNode() {
    if (secondServer != null) {
      secondServer.close();
    }
  }

  @Test
  @DisplayName("§3.18, §5.1 64 equal conditional creates over both nodes make one resource")
  void equalConditionalCreatesMakeOneResource() {
    String identifier = Samples.newId();

    List<FhirResponse> responses =
        Parallel.run(
            WRITERS,
            writer ->
                node(writer)
                    .post(
                        "Patient",
                        Samples.patientWithIdentifier(identifier),
                        "If-None-Exist",
                        "identifier=" + SYSTEM + identifier));

    assertEquals(Map.of(201, 1L, 200, WRITERS - 1L), statuses(responses));
    assertEquals(1, responses.stream().map(FhirResponse::body).distinct().count());
    assertEquals(1, found(first, identifier).size());
    assertEquals(found(first, identifier), found(second, identifier));
  }

  @Test
  @DisplayName("§3.18, §5.2 64 equal conditional updates over both nodes make one resource")
  void equalConditionalUpdatesMakeOneResource() {
    String identifier = Samples.newId();

    List<FhirResponse> responses =
        Parallel.run(
            WRITERS,
            writer ->
                node(writer)
                    .put(
                        "Patient?identifier=" + identifier,
                        Samples.patientWithIdentifier(identifier)));

    assertEquals(Map.of(201, 1L, 200, WRITERS - 1L), statuses(responses));
    assertEquals(1, found(first, identifier).size());
    assertEquals("1", found(second, identifier).get(0).at("/meta/versionId").asText());
  }

  @Test
  @DisplayName("§3.18 updates of one resource over both nodes make versions without gap or double")
  void updatesMakeVersionsWithoutGapOrDouble() {
    String id = Samples.newId();
    first.put("Patient/" + id, Samples.patient(id, "Start")).expect(201);

    List<String> versions =
        Parallel.run(
            WRITERS / 2,
            writer ->
                node(writer)
                    .put("Patient/" + id, Samples.patient(id, "W" + writer))
                    .expect(200)
                    .json()
                    .path("meta")
                    .path("versionId")
                    .asText());

    assertEquals(WRITERS / 2, versions.stream().distinct().count());
    assertEquals(
        WRITERS / 2 + 1,
        second.get("Patient/" + id + "/_history?_summary=count").json().path("total").asInt());
  }

  @Test
  @DisplayName("What one node has acknowledged the other one reads and finds at once")
  void whatOneNodeAcknowledgedTheOtherReadsAndFinds() {
    for (int round = 0; round < 10; round++) {
      String identifier = Samples.newId();
      FhirClient writer = node(round);
      FhirClient reader = node(round + 1);

      FhirResponse created =
          writer.post("Patient", Samples.patientWithIdentifier(identifier)).expect(201);
      String path = "Patient/" + created.json().path("id").asText();
      assertEquals(created.body(), reader.get(path).expect(200).body());
      assertEquals(List.of(created.json()), found(reader, identifier));

      String changed = created.body().replace("\"identifier\"", "\"active\":true,\"identifier\"");
      FhirResponse updated = reader.put(path, changed).expect(200);
      assertEquals(updated.body(), writer.get(path).expect(200).body());

      writer.delete(path).expect(204);
      reader.get(path).expect(410);
      assertEquals(List.of(), found(reader, identifier));
    }
  }

  @Test
  @DisplayName("§9 each page of a search may come from the other node than the one before")
  void eachPageMayComeFromTheOtherNode() {
    String family = "P" + Samples.newId().replace("-", "");
    Set<String> stored = new TreeSet<>();
    for (int i = 0; i < 7; i++) {
      String id = Samples.newId();
      node(i).put("Patient/" + id, Samples.patient(id, family)).expect(201);
      stored.add(id);
    }
    List<String> found = new ArrayList<>();
    Optional<String> next = Optional.of("Patient?_count=2&_sort=-_lastUpdated&family=" + family);
    for (int page = 0; next.isPresent(); page++) {
      JsonNode bundle = node(page).get(next.get()).expect(200).json();
      bundle.findValues("resource").forEach(each -> found.add(each.path("id").asText()));
      next =
          Searches.link(bundle, "next").map(url -> url.substring(first.base().toString().length()));
    }

    assertEquals(stored.size(), found.size());
    assertEquals(stored, new TreeSet<>(found));
  }

  private FhirClient node(int number) {
    return number % 2 == 0 ? first : second;
  }

  private static List<JsonNode> found(FhirClient client, String identifier) {
    return client
        .get("Patient?identifier=" + SYSTEM.replace("|", "%7C") + identifier)
        .expect(200)
        .json()
        .findValues("resource");
  }

  private static Map<Integer, Long> statuses(List<FhirResponse> responses) {
    return responses.stream()
        .map(FhirResponse::status)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
