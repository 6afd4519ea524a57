package org.fhirserver.it.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.fhirserver.it.Waiting;

/** A Keycloak server on loopback, with the realm {@code hospital}; it ends with this object. */
final class KeycloakUnderTest implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONGEST_START = Duration.ofMinutes(3);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String ADMINISTRATOR = "administrator";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final URI address;
  private final Path log;

  private KeycloakUnderTest(Process process, URI address, Path log) {
    this.process = process;
    this.address = address;
    this.log = log;
  }

  /**
   * Starts Keycloak without a realm of its own.
   *
   * @param home its distribution, unpacked
   * @param port where it listens
   */
  static KeycloakUnderTest start(Path home, int port) {
    Path log = home.resolve("console.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMINISTRATOR);
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xmx512m");
    try {
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(process)));
      KeycloakUnderTest keycloak =
          new KeycloakUnderTest(process, URI.create("http://127.0.0.1:" + port), log);
      keycloak.awaitReady();
      return keycloak;
    } catch (IOException e) {
      throw new UncheckedIOException("Keycloak did not start in " + home, e);
    }
  }

  /** What the FHIR server takes for its authority. */
  String authority() {
    return address + "/realms/hospital";
  }

  /** Asks for something of the administration API. */
  void administer(String path, JsonNode body) {
    String token =
        token(
            address + "/realms/master",
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                ADMINISTRATOR,
                "password",
                ADMINISTRATOR));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(address.resolve("/admin/realms" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  /** The access token of a client's own account, whose secret is its id. */
  String tokenOfClient(String client) {
    return token(
        authority(),
        Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", client));
  }

  /** The access token of a user, whose password is the name, by a client without secret. */
  String tokenOfUser(String user, String client) {
    return token(
        authority(),
        Map.of("grant_type", "password", "client_id", client, "username", user, "password", user));
  }

  private String token(String realm, Map<String, String> form) {
    String encoded =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded)));
    try {
      String token = JSON.readTree(answer.body()).path("access_token").asText();
      if (token.isEmpty()) {
        throw new IllegalStateException("No token: " + answer.statusCode() + " " + answer.body());
      }
      return token;
    } catch (IOException e) {
      throw new UncheckedIOException("Not JSON: " + answer.body(), e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for Keycloak", e);
    }
  }

  private void awaitReady() {
    Waiting.until(LONGEST_START, () -> isReady() || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException("Keycloak did not start; see " + log);
    }
  }

  private boolean isReady() {
    try {
      return send(HttpRequest.newBuilder(address.resolve("/realms/master")).GET()).statusCode()
          == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill(process);
  }
}
