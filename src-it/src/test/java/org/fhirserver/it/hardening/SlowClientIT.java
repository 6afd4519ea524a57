package org.fhirserver.it.hardening;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.fhirserver.it.Servers;
import org.fhirserver.it.Servers.DatabaseKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Clients that send next to nothing for as long as they are let. */
@HttpTest
class SlowClientIT {
  private static final int CLIENTS_OF_A_KIND = 16;
  private static final int KINDS = 4;

  /** They send nothing at all; no thread waits for them. */
  private static final int SILENT_CLIENTS = 200;

  /** Half a minute, and what a busy machine may take on top. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Servers servers;
  private final FhirClient client;
  private final URI address;
  private final String token;

  SlowClientIT(Servers servers, FhirClient client) {
    this.servers = servers;
    this.client = client;
    this.address = client.base();
    this.token = client.token("admin");
  }

  @Test
  @DisplayName("Headers and bodies that come too slowly are cut off, while others are served")
  void slowClientsAreCutOffWhileOthersAreServed() throws Exception {
    assumeTrue(servers.databaseKind() == DatabaseKind.DERBY, "The database makes no difference");
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Quick")).expect(201);
    String bodyFollows = head("Content-Type: application/fhir+json", "Content-Length: 100000");
    String chunksFollow =
        head("Content-Type: application/fhir+json", "Transfer-Encoding: chunked") + "186a0\r\n";
    List<Callable<Duration>> slow = new ArrayList<>();
    for (int i = 0; i < CLIENTS_OF_A_KIND; i++) {
      slow.add(() -> timeUntilCutOff("POST /fhir/Patient HTTP/1.1\r\nHo", ""));
      slow.add(() -> timeUntilCutOff(bodyFollows, " "));
      slow.add(() -> timeUntilCutOff(bodyFollows, ""));
      slow.add(() -> timeUntilCutOff(chunksFollow, " "));
    }
    ExecutorService threads = Executors.newFixedThreadPool(slow.size());
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < SILENT_CLIENTS; i++) {
        silent.add(new Socket(address.getHost(), address.getPort()));
      }
      List<Future<Duration>> times = slow.stream().map(threads::submit).toList();
      int served = 0;
      while (times.stream().anyMatch(time -> !time.isDone())) {
        client.get("Patient/" + id).expect(200);
        client.put("Patient/" + id, Samples.patient(id, "Quick" + served)).expect(200);
        served++;
        TimeUnit.MILLISECONDS.sleep(100);
      }
      for (int i = 0; i < times.size(); i++) {
        int kind = i % KINDS;
        Duration time = times.get(i).get();
        assertTrue(time.compareTo(LONGEST) < 0, () -> "Kind " + kind + ": " + time);
      }
      assertTrue(served > 20, "Only " + served + " requests were served meanwhile");
    } finally {
      threads.shutdownNow();
      for (Socket socket : silent) {
        socket.close();
      }
    }
    assertEquals(
        "1", client.get("Patient?_id=" + id + "&_summary=count").json().path("total").asText());
  }

  private String head(String... headers) {
    return String.join(
        "\r\n",
        "POST /fhir/Patient HTTP/1.1",
        "Host: " + address.getAuthority(),
        "Authorization: Bearer " + token,
        String.join("\r\n", headers),
        "",
        "");
  }

  /**
   * How long the server bears a client.
   *
   * @param beginning what it sends at once
   * @param drop what it sends then again and again; may be empty
   */
  private Duration timeUntilCutOff(String beginning, String drop) throws IOException {
    long start = System.nanoTime();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout((int) INTERVAL.toMillis());
      socket.getOutputStream().write(beginning.getBytes(ISO_8859_1));
      while (elapsed(start).compareTo(LONGEST) < 0) {
        if (isCutOff(socket)) {
          break;
        }
        socket.getOutputStream().write(drop.getBytes(ISO_8859_1));
      }
    } catch (IOException broken) {
      // Cut off while it wrote.
    }
    return elapsed(start);
  }

  /** Whether the server has answered or closed the connection; waits for a while. */
  private static boolean isCutOff(Socket socket) throws IOException {
    try {
      socket.getInputStream().read();
      return true;
    } catch (SocketTimeoutException stillThere) {
      return false;
    }
  }

  private static Duration elapsed(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
