package org.fhirserver.it.durability;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The server is killed while many clients write, and started again on the same data. */
@HttpTest(onOwnServers = true)
class WriteCrashIT {
  private static final int CRASHES = Integer.getInteger("crashes", 1);
  private static final int WRITERS = 8;
  private static final int ACKNOWLEDGED = 400;

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

    KeptWrites.assertKept(client, ledgers);
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

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(2, TimeUnit.MINUTES), "The writers did not get going");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
