package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.zip.GZIPOutputStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.TrustingTls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Bodies larger than a server is told to take, on a server with little memory. */
@HttpTest(onOwnServers = true)
@TestInstance(Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(
    named = "fhir.test.database",
    matches = "postgresql",
    disabledReason = "Refused bodies never reach the database")
class BodyLimitIT {
  private static final int LIMIT = 100_000;
  private static final int BOMB_SIZE = 300_000_000;
  private static final byte[] BLANKS = " ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);

  /** A server that keeps them all before it refuses them takes longer than it has time for. */
  private static final int STREAMED_MEGABYTES = 120;

  private static final Duration LONGEST_REFUSAL = Duration.ofMinutes(2);

  private final ServerUnderTest server;
  private final FhirClient client;

  BodyLimitIT(Servers servers) {
    server =
        servers.start(
            ServerOptions.defaults()
                .withHeap("256m")
                .with("FHIR_REQUEST_MAX_BODY_SIZE", Integer.toString(LIMIT)));
    client = FhirClient.of(server);
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  @DisplayName("§1.2 a body of the size of the limit is taken, one byte more is not")
  void limitIsExact() {
    assertEquals(201, post(BodyPublishers.ofByteArray(patient(LIMIT))).status());

    assertOutcome(post(BodyPublishers.ofByteArray(patient(LIMIT + 1))), 413, "too-long");
  }

  @Test
  @DisplayName("§1.2 a body that does not say its size is held against the limit too")
  void bodyInChunksIsHeldAgainstTheLimit() {
    assertEquals(201, post(chunked(patient(LIMIT))).status());

    assertOutcome(post(chunked(patient(LIMIT + 1))), 413, "too-long");
  }

  @Test
  @DisplayName("§1.2 a form is held against the limit too")
  void formIsHeldAgainstTheLimit() {
    FhirResponse response =
        client.send(
            client
                .request("Patient/_search")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=" + "x".repeat(LIMIT))));

    assertOutcome(response, 413, "too-long");
  }

  @Test
  @DisplayName("§1.2 a compressed body is held against the limit as it unfolds")
  void compressedBodyIsHeldAgainstTheLimit() {
    assertEquals(201, postCompressed(gzip(patient(LIMIT))).status());

    assertOutcome(postCompressed(gzip(patient(LIMIT + 1))), 413, "too-long");
    assertOutcome(postCompressed(bomb()), 413, "too-long");
    client.get("Patient").expect(200);
  }

  @Test
  @DisplayName("A body that is offered by HTTP/2 is refused as it comes, not when all has come")
  void bodyIsRefusedAsItComesFromClientsOfHttp2() throws Exception {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .sslContext(TrustingTls.context())
            .build();
    HttpRequest metadata =
        HttpRequest.newBuilder(server.secureAddress().resolve("/fhir/metadata")).build();
    assertEquals(200, http.send(metadata, BodyHandlers.discarding()).statusCode());
    HttpRequest request =
        HttpRequest.newBuilder(server.secureAddress().resolve("/fhir/Patient"))
            .timeout(LONGEST_REFUSAL)
            .header("Authorization", "Bearer " + client.token("admin"))
            .header("Content-Type", "application/fhir+json")
            .POST(BodyPublishers.ofByteArrays(Collections.nCopies(STREAMED_MEGABYTES, BLANKS)))
            .build();
    try {
      assertEquals(413, http.send(request, BodyHandlers.ofString()).statusCode());
    } catch (HttpTimeoutException borne) {
      throw new AssertionError("The server takes what it has no memory for", borne);
    } catch (IOException closed) {
      // The client was still sending when the server closed the connection.
    }
    client.get("Patient").expect(200);
  }

  private FhirResponse post(BodyPublisher body) {
    return client.send(
        client.request("Patient").header("Content-Type", "application/fhir+json").POST(body));
  }

  private FhirResponse postCompressed(byte[] body) {
    return client.send(
        client
            .request("Patient")
            .header("Content-Type", "application/fhir+json")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static BodyPublisher chunked(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  private static byte[] patient(int size) {
    String start = "{\"resourceType\":\"Patient\"";
    return (start + " ".repeat(size - start.length() - 1) + "}")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** More blanks than the server has memory, in a third of a megabyte. */
  private static byte[] bomb() {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      for (int written = 0; written < BOMB_SIZE; written += BLANKS.length) {
        out.write(BLANKS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }
}
