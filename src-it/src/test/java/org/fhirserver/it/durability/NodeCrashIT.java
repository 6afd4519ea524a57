package org.fhirserver.it.durability;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.Servers.DatabaseKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One of two nodes on one PostgreSQL is killed while clients write to both. */
@HttpTest(onOwnServers = true)
class NodeCrashIT {
  private static final int WRITERS_OF_A_NODE = 4;
  private static final int BEFORE = 200;
  private static final int AFTER = 200;

  @Test
  @DisplayName(
      "Two nodes start at once on an empty database; killing one loses nothing, the other goes on")
  void killingOneNodeLosesNothingAndTheOtherGoesOn(Servers servers) {
    assumeTrue(servers.databaseKind() == DatabaseKind.POSTGRESQL, "Derby serves one process");
    List<ServerUnderTest> nodes =
        servers.startTogether(
            2, servers.emptyDatabase(), ServerOptions.defaults().withHeap("384m"));
    try (ServerUnderTest first = nodes.get(0);
        ServerUnderTest second = nodes.get(1)) {
      FhirClient survivor = FhirClient.of(second);
      List<WriteLedger> lost = ledgers(FhirClient.of(first), "first-");
      List<WriteLedger> kept = ledgers(survivor, "second-");
      CountDownLatch before = new CountDownLatch(BEFORE);
      CountDownLatch after = new CountDownLatch(AFTER);

      Parallel.run(
          2 * WRITERS_OF_A_NODE + 1,
          number -> {
            if (number < WRITERS_OF_A_NODE) {
              lost.get(number).writeUntilSilence(before::countDown);
            } else if (number < 2 * WRITERS_OF_A_NODE) {
              kept.get(number - WRITERS_OF_A_NODE)
                  .writeWhile(
                      () -> after.getCount() > 0,
                      () -> {
                        if (!first.isRunning()) {
                          after.countDown();
                        }
                      });
            } else {
              kill(first, before);
            }
            return number;
          });

      kept.forEach(ledger -> assertFalse(ledger.isSilent(), "The other node fell silent too"));
      KeptWrites.assertKept(survivor, lost);
      KeptWrites.assertKept(survivor, kept);
    }
  }

  private static void kill(ServerUnderTest node, CountDownLatch before) {
    try {
      assertTrue(before.await(2, TimeUnit.MINUTES), "The writers did not get going");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      node.kill();
    }
  }

  private static List<WriteLedger> ledgers(FhirClient client, String prefix) {
    client.get("Patient").expect(200);
    return IntStream.range(0, WRITERS_OF_A_NODE)
        .mapToObj(i -> new WriteLedger(client, prefix + i))
        .toList();
  }
}
