package org.fhirserver.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small client of the FHIR API, as one of the sample clients of the development identity
 * provider; see {@link #as}.
 */
public final class FhirClient {
  private static final String FHIR_JSON = "application/fhir+json";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final HttpClient http;
  private final URI address;
  private final URI base;
  private final Optional<String> clientId;
  private final Map<String, String> tokens;

  private FhirClient(
      HttpClient http,
      URI address,
      URI base,
      Optional<String> clientId,
      Map<String, String> tokens) {
    this.http = http;
    this.address = address;
    this.base = base;
    this.clientId = clientId;
    this.tokens = tokens;
  }

  /** A client with all rights on the default tenant of the server. */
  public static FhirClient of(RunningServer server) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    return new FhirClient(
        http,
        server.address(),
        server.address().resolve("/fhir/"),
        Optional.of("admin"),
        new ConcurrentHashMap<>());
  }

  /** The same server as another sample client: {@code reader}, {@code writer} or {@code admin}. */
  public FhirClient as(String id) {
    return new FhirClient(http, address, base, Optional.of(id), tokens);
  }

  /** The same server without a token. */
  public FhirClient anonymous() {
    return new FhirClient(http, address, base, Optional.empty(), tokens);
  }

  /** The base URL of the FHIR API, with a slash at its end. */
  public URI base() {
    return base;
  }

  /**
   * GET; a path such as {@code Patient/p1} is relative to the base, {@code /health} is not.
   *
   * @param headers names and values of further headers, in turn
   */
  public FhirResponse get(String path, String... headers) {
    return send(with(request(path), headers).GET());
  }

  /** POST of a FHIR JSON body. */
  public FhirResponse post(String path, String json, String... headers) {
    return send(with(request(path).header("Content-Type", FHIR_JSON), headers).POST(body(json)));
  }

  /** PUT of a FHIR JSON body. */
  public FhirResponse put(String path, String json, String... headers) {
    return send(with(request(path).header("Content-Type", FHIR_JSON), headers).PUT(body(json)));
  }

  /** PATCH of a JSON Patch. */
  public FhirResponse patch(String path, String jsonPatch, String... headers) {
    return send(
        with(request(path).header("Content-Type", JSON_PATCH), headers)
            .method("PATCH", body(jsonPatch)));
  }

  /** DELETE. */
  public FhirResponse delete(String path, String... headers) {
    return send(with(request(path), headers).DELETE());
  }

  /** A request with the token and {@code Accept} set, for whatever the short methods do not do. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).header("Accept", FHIR_JSON);
    clientId.map(this::token).ifPresent(t -> builder.header("Authorization", "Bearer " + t));
    return builder;
  }

  /** Sends a request made by {@link #request}. */
  public FhirResponse send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new FhirResponse(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for an answer", e);
    }
  }

  /** The access token of a sample client, asked for once. */
  public String token(String id) {
    return tokens.computeIfAbsent(id, this::requestToken);
  }

  private String requestToken(String id) {
    String form =
        "grant_type=client_credentials&client_id=" + id + "&client_secret=" + id + "-secret";
    JsonNode answer =
        send(HttpRequest.newBuilder(address.resolve("/auth/default/oauth2/v1/token"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(body(form)))
            .expect(200)
            .json();
    return answer.path("access_token").asText();
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static BodyPublisher body(String text) {
    return BodyPublishers.ofString(text);
  }
}
