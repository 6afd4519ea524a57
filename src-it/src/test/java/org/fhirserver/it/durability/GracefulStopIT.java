package org.fhirserver.it.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.Waiting;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is asked to stop. */
@HttpTest(onOwnServers = true)
class GracefulStopIT {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Servers servers;

  GracefulStopIT(Servers servers) {
    this.servers = servers;
  }

  @Test
  @DisplayName("A stop says not ready first, serves on, and ends no request before its answer")
  void stopDrainsRequests(@TempDir Path directory) throws Exception {
    Path drainFile = directory.resolve("drain");
    Files.createFile(drainFile);
    ServerOptions options =
        ServerOptions.defaults().with("FHIR_HEALTH_DRAIN_FILE", drainFile.toString());
    try (ServerUnderTest server = servers.start(options)) {
      FhirClient client = FhirClient.of(server);
      String ready = server.readyAddress().toString();
      assertEquals(200, client.anonymous().get(ready).status(), "left over from an earlier stop");

      Files.createFile(drainFile);
      Waiting.until(LONGEST_WAIT, () -> client.anonymous().get(ready).status() == 503);
      String before = Samples.newId();
      client.put("Patient/" + before, Samples.patient(before, "Before")).expect(201);

      String during = Samples.newId();
      byte[] body = Samples.patient(during, "During").getBytes(UTF_8);
      URI address = server.address();
      String answer;
      CompletableFuture<Void> stop;
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        socket.setSoTimeout((int) LONGEST_WAIT.toMillis());
        String head =
            String.join(
                "\r\n",
                "PUT /fhir/Patient/" + during + " HTTP/1.1",
                "Host: " + address.getAuthority(),
                "Authorization: Bearer " + client.token("admin"),
                "Content-Type: application/fhir+json",
                "Content-Length: " + body.length,
                "Connection: close",
                "",
                "");
        socket.getOutputStream().write(head.getBytes(UTF_8));
        socket.getOutputStream().write(body, 0, 10);
        client.get("Patient/" + before).expect(200);
        stop = CompletableFuture.runAsync(server::stop);
        Waiting.until(LONGEST_WAIT, () -> !takesNewRequests(address));

        socket.getOutputStream().write(body, 10, body.length - 10);
        answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      }
      assertTrue(answer.startsWith("HTTP/1.1 201 "), answer);
      stop.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);

      server.restart();
      for (String id : new String[] {before, during}) {
        client.get("Patient/" + id).expect(200);
      }
    }
  }

  /** Whether it serves new clients, and neither closes its port to them nor puts them off. */
  private static boolean takesNewRequests(URI address) {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout((int) LONGEST_WAIT.toMillis());
      String request = "GET /fhir/metadata?_summary=true HTTP/1.0\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return !answer.isEmpty() && !answer.split("\r\n", 2)[0].contains(" 503 ");
    } catch (IOException refused) {
      return false;
    }
  }
}
