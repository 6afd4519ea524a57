package org.fhirserver.it.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The server is killed while many clients write, and started again on the same data. */
@HttpTest
class WriteCrashIT {
  private static final int CRASHES = Integer.getInteger("crashes", 1);
  private static final int WRITERS = 8;
  private static final int ACKNOWLEDGED = 400;
  private static final int IDENTIFIERS_OF_ONE_SEARCH = 100;

  @Test
  @DisplayName("Design, concurrency: what was acknowledged is there after a crash, and only whole")
  void whatWasAcknowledgedIsThereAfterCrash(Servers servers) {
    try (ServerUnderTest server = servers.start(ServerOptions.defaults())) {
      for (int crash = 0; crash < CRASHES; crash++) {
        writeAndCrash(server, "crash-" + crash + "-");
      }
    }
  }

  private static void writeAndCrash(ServerUnderTest server, String prefix) {
    FhirClient client = FhirClient.of(server);
    List<WriteLedger> ledgers =
        IntStream.range(0, WRITERS).mapToObj(i -> new WriteLedger(client, prefix + i)).toList();
    writeAndKill(server, client, ledgers);
    server.restart();

    for (WriteLedger ledger : ledgers) {
      assertCreatesAreKept(client, ledger);
      assertVersionsAreKept(client, ledger);
    }
    assertSearchFindsWhatIsThere(client, ledgers);
    client.post("Patient", "{\"resourceType\":\"Patient\"}").expect(201);
  }

  private static void writeAndKill(
      ServerUnderTest server, FhirClient client, List<WriteLedger> ledgers) {
    client.get("Patient").expect(200);
    CountDownLatch acknowledged = new CountDownLatch(ACKNOWLEDGED);
    Parallel.run(
        WRITERS + 1,
        number -> {
          if (number < WRITERS) {
            ledgers.get(number).writeUntilSilence(acknowledged::countDown);
          } else {
            await(acknowledged);
            server.kill();
          }
          return number;
        });
  }

  private static void assertCreatesAreKept(FhirClient client, WriteLedger ledger) {
    for (FhirResponse created : ledger.created().values()) {
      String path = "Patient/" + created.json().path("id").asText();
      assertEquals(created.body(), client.get(path).expect(200).body());
      assertEquals(created.body(), client.get(path + "/_history/1").expect(200).body());
    }
  }

  private static void assertVersionsAreKept(FhirClient client, WriteLedger ledger) {
    String path = "Patient/" + ledger.updatedId();
    int told = ledger.versions().size();
    assertEquals(
        IntStream.rangeClosed(1, told).boxed().toList(), List.copyOf(ledger.versions().keySet()));
    ledger
        .versions()
        .forEach(
            (version, body) ->
                assertEquals(body, client.get(path + "/_history/" + version).expect(200).body()));
    int kept =
        client.get(path + "/_history?_summary=count").expect(200).json().path("total").asInt();
    assertTrue(
        kept == told || kept == told + 1 && ledger.unknownUpdate().isPresent(),
        kept + " versions of " + told);
  }

  /** Each resource is found by its identifier and by none that it had before. */
  private static void assertSearchFindsWhatIsThere(FhirClient client, List<WriteLedger> ledgers) {
    Set<String> expected = new HashSet<>();
    Set<String> possible = new HashSet<>();
    for (WriteLedger ledger : ledgers) {
      expected.addAll(ledger.created().keySet());
      expected.add(identifier(client.get("Patient/" + ledger.updatedId()).expect(200).json()));
      ledger.unknownCreate().ifPresent(possible::add);
    }

    Set<String> found = find(client, ledgers);

    assertEquals(Set.of(), without(expected, found), "Not found");
    assertEquals(Set.of(), without(without(found, expected), possible), "Found without reason");
  }

  private static Set<String> find(FhirClient client, List<WriteLedger> ledgers) {
    List<String> sent = ledgers.stream().flatMap(ledger -> ledger.sent().stream()).toList();
    Set<String> found = new HashSet<>();
    for (int from = 0; from < sent.size(); from += IDENTIFIERS_OF_ONE_SEARCH) {
      List<String> some =
          sent.subList(from, Math.min(sent.size(), from + IDENTIFIERS_OF_ONE_SEARCH));
      String query = "Patient?_count=1000&identifier=" + String.join(",", some);
      for (JsonNode entry : client.get(query).expect(200).json().path("entry")) {
        JsonNode patient = entry.path("resource");
        assertTrue(some.contains(identifier(patient)), "Found by another: " + patient);
        assertTrue(found.add(identifier(patient)), "Found twice: " + patient);
        String path = "Patient/" + patient.path("id").asText();
        assertEquals(client.get(path).expect(200).json(), patient);
      }
    }
    return found;
  }

  private static String identifier(JsonNode patient) {
    return patient.path("identifier").path(0).path("value").asText();
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    return some.stream().filter(one -> !others.contains(one)).collect(Collectors.toSet());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(2, TimeUnit.MINUTES), "The writers did not get going");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
