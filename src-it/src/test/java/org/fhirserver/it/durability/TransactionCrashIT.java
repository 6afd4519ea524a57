package org.fhirserver.it.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.junit.jupiter.api.Test;

/** The server is killed in the middle of an import and started again on the same data. */
@HttpTest
class TransactionCrashIT {
  private static final int WRITERS = 4;
  private static final int ENTRIES = 200;
  private static final int KILLS = 2;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 12;
  private static final String SYSTEM = "http://example.org/import";

  private enum Answer {
    UNKNOWN,
    ACKNOWLEDGED
  }

  private final Map<Integer, Answer> ledger = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  @Test
  void acknowledgedTransactionsSurviveAndNoneIsHalfThere(Servers servers) throws Exception {
    try (ServerUnderTest server = servers.start(ServerOptions.defaults())) {
      for (int kill = 0; kill < KILLS; kill++) {
        importUntilKilled(server);
        server.restart();
        checkLedger(FhirClient.of(server));
      }
    }
  }

  private void importUntilKilled(ServerUnderTest server) throws InterruptedException {
    FhirClient client = FhirClient.of(server);
    client.get("metadata").expect(200);
    CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_KILL);
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    for (int i = 0; i < WRITERS; i++) {
      writers.execute(() -> importUntilRefused(client, enough));
    }
    assertTrue(enough.await(120, TimeUnit.SECONDS), "The import did not get going");
    server.kill();
    writers.shutdown();
    assertTrue(writers.awaitTermination(120, TimeUnit.SECONDS), "A writer did not end");
  }

  private void importUntilRefused(FhirClient client, CountDownLatch enough) {
    while (true) {
      int number = numbers.incrementAndGet();
      ledger.put(number, Answer.UNKNOWN);
      try {
        if (client.post("", transaction(number)).status() != 200) {
          return;
        }
      } catch (UncheckedIOException connectionLost) {
        return;
      }
      ledger.put(number, Answer.ACKNOWLEDGED);
      enough.countDown();
    }
  }

  private void checkLedger(FhirClient client) {
    ledger.forEach(
        (number, answer) -> {
          String patients = "Patient?_tag=" + SYSTEM + "%7C" + number + "&_summary=count";
          String byTag = "Observation?_tag=" + SYSTEM + "%7C" + number + "&_summary=count";
          String byReference =
              "Observation?subject:Patient=none,import-" + number + "&_summary=count";
          int found = total(client, byTag);
          boolean whole = found == ENTRIES;
          assertTrue(
              whole || found == 0 && answer == Answer.UNKNOWN,
              () -> "Transaction " + number + " (" + answer + ") has " + found + " Observations");
          assertEquals(whole ? 1 : 0, total(client, patients), "Patient of transaction " + number);
          assertEquals(found, total(client, byReference), "References of transaction " + number);
        });
  }

  private static int total(FhirClient client, String search) {
    return client.get(search).expect(200).json().path("total").asInt();
  }

  private static String transaction(int number) {
    String tag = "\"meta\":{\"tag\":[{\"system\":\"" + SYSTEM + "\",\"code\":\"" + number + "\"}]}";
    String patient =
        "{\"fullUrl\":\"urn:uuid:7f1b1b4e-0000-4000-8000-000000000000\",\"resource\":"
            + "{\"resourceType\":\"Patient\",\"id\":\"import-%d\",%s},".formatted(number, tag)
            + "\"request\":{\"method\":\"PUT\",\"url\":\"Patient/import-"
            + number
            + "\"}}";
    String observation =
        "{\"resource\":{\"resourceType\":\"Observation\","
            + tag
            + ",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\","
            + "\"code\":\"8867-4\"}]},\"subject\":{\"reference\":"
            + "\"urn:uuid:7f1b1b4e-0000-4000-8000-000000000000\"},\"valueQuantity\":{\"value\":%d}},"
            + "\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}";
    String observations =
        IntStream.range(0, ENTRIES)
            .mapToObj(value -> observation.formatted(value))
            .collect(Collectors.joining(","));
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
        + patient
        + ","
        + observations
        + "]}";
  }
}
