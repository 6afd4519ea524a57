package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.RawHttp;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs, methods and headers that are refused: each with an OperationOutcome, none with 5xx. */
@HttpTest
class RefusedRequestIT {
  private static final String ID = "refused-request";
  private static final byte[] BODY =
      Samples.patient(ID, "Changed").getBytes(StandardCharsets.UTF_8);

  private final FhirClient client;
  private final RawHttp raw;
  private String before = "";

  RefusedRequestIT(FhirClient client) {
    this.client = client;
    this.raw = new RawHttp(client);
  }

  @BeforeEach
  void readWhatMayNotChange() {
    client.put("Patient/" + ID, Samples.patient(ID, "Unchanged"));
    before = client.get("Patient/" + ID).expect(200).body();
  }

  @ParameterizedTest
  @DisplayName("§1.2, §1.3.1 an unknown route is not found")
  @ValueSource(
      strings = {
        "NotObservation",
        "NotObservation/1",
        "NotObservation/1/_history",
        "patient",
        "patient/1",
        "PATIENT/1/_history/1",
        "Parameters",
        "Parameters/1",
        "Resource",
        "DomainResource/1",
        "$nonsense",
        "_nonsense",
        "metadata/x",
        "Patient/$nonsense",
        "Patient/_nonsense",
        "Patient/1/nonsense",
        "Patient/1/$nonsense",
        "Patient/1/_history/1/nonsense",
        "Patient//1",
        "/nonsense",
        "/index.html",
        "/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF",
        "/fhirx/Patient"
      })
  void unknownRouteIsNotFound(String path) {
    FhirResponse response = raw.send("GET", path.startsWith("/") ? path : "/fhir/" + path);

    assertOutcome(response, 404, "not-found");
  }

  @ParameterizedTest
  @DisplayName("§3.9 an id that is not legal is refused")
  @ValueSource(
      strings = {
        "a_b",
        "a%20b",
        "%C3%A9",
        "%F0%9F%98%80",
        "a%2fb",
        "a%2Fb",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e%2fPatient",
        "a%5cb",
        "a:b",
        "a*",
        "'%20or%201=1",
        "a,b",
        "a|b",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void illegalIdIsRefused(String id) {
    String target = "/fhir/Patient/" + id;

    assertOutcome(raw.send("GET", target), 400);
    assertOutcome(raw.send("GET", target + "/_history"), 400);
    assertOutcome(raw.send("GET", target + "/_history/1"), 400);
    assertOutcome(raw.send("DELETE", target), 400);
    assertOutcome(
        raw.send("PUT", target, List.of("Content-Type: application/fhir+json"), BODY), 400);
  }

  @ParameterizedTest
  @DisplayName("RFC 3986, 5.2.4: dot segments that a client left in its path are refused")
  @ValueSource(
      strings = {
        ".",
        "..",
        "../metadata",
        "../../fhir/WEB-INF/web.xml",
        "%2e%2e",
        "%2e%2e/%2e%2e/x",
        "./..",
        "x/../../.."
      })
  void dotSegmentsAreRefused(String path) {
    assertOutcome(raw.send("GET", "/fhir/Patient/" + path), 400, "invalid");
  }

  @ParameterizedTest
  @DisplayName("§1.1 a path that cannot be decoded is refused without telling of the inside")
  @ValueSource(strings = {"%zz", "%", "a%00b", "a%0d%0ab", "%ff", "%c0%ae%c0%ae"})
  void pathThatCannotBeDecodedIsRefused(String id) {
    FhirResponse response = raw.send("GET", "/fhir/Patient/" + id);

    assertEquals(400, response.status(), response.body());
    assertFalse(response.body().contains("Exception"), response.body());
  }

  @ParameterizedTest
  @DisplayName("§8.1 a query that cannot be decoded is refused")
  @ValueSource(strings = {"%zz=1", "name=%ff", "name=%", "name=%c0%af", "name=%ed%a0%80"})
  void queryThatCannotBeDecodedIsRefused(String query) {
    assertOutcome(raw.send("GET", "/fhir/Patient?" + query), 400, "invalid");
  }

  @ParameterizedTest
  @DisplayName("§1.2 a NUL in a query is refused")
  @ValueSource(
      strings = {
        "name=a%00b",
        "identifier=%00",
        "identifier=http://x%00|y",
        "_id=a%00",
        "%00=1",
        "url:missing=%00",
        "general-practitioner=Practitioner/%00",
        "birthdate=%00"
      })
  void nulInQueryIsRefused(String query) {
    assertOutcome(raw.send("GET", "/fhir/Patient?" + query), 400);
  }

  @ParameterizedTest
  @DisplayName("§1.2 a method that a route does not have is not allowed, and the others are named")
  @CsvSource({
    "POST, Patient/1",
    "POST, Patient/1/_history",
    "POST, Patient/1/_history/1",
    "PUT, Patient/1/_history/1",
    "DELETE, Patient/1/_history/1",
    "PUT, Patient/1/_history",
    "PUT, metadata",
    "DELETE, metadata",
    "DELETE, Patient/1/_history",
    "GET, Patient/_search",
    "PUT, Patient/_search",
    "TRACE, Patient",
    "PROPFIND, Patient/1",
    "NONSENSE, Patient/1",
    "DELETE, ''",
    "PUT, ''"
  })
  void methodThatRouteDoesNotHaveIsNotAllowed(String method, String path) {
    FhirResponse response =
        raw.send(
            method,
            "/fhir/" + path,
            List.of("Content-Type: application/fhir+json", "Content-Length: 0"),
            new byte[0]);

    assertOutcome(response, 405, "not-supported");
  }

  @ParameterizedTest
  @DisplayName("§1.2, §3.7 a body that is not said to be FHIR JSON is not supported")
  @ValueSource(
      strings = {
        "text/plain",
        "text/html",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "application/ld+json",
        "*/*",
        "application/fhir+json; charset=iso-8859-1",
        "application/fhir+json; charset=utf-16",
        "application/fhir+json; charset=nonsense",
        "application/fhir+json; fhirVersion=3.0"
      })
  void otherContentTypeIsNotSupported(String contentType) {
    JsonNode issue = assertOutcome(put("Content-Type: " + contentType), 415, "not-supported");

    assertTrue(issue.path("diagnostics").asText().contains(contentType), issue.toString());
    assertUnchanged();
  }

  @Test
  @DisplayName("§3.7 a body of no type is not supported")
  void bodyOfNoTypeIsNotSupported() {
    assertOutcome(put(), 415, "not-supported");
    assertUnchanged();
  }

  @ParameterizedTest
  @DisplayName("§1.2 a type that is no media type is refused by name")
  @ValueSource(strings = {"foo", "/", "application", ";", "application/"})
  void typeThatIsNoMediaTypeIsRefused(String value) {
    FhirResponse put = put("Content-Type: " + value);
    FhirResponse get = raw.send("GET", "/fhir/Patient/" + ID, "Accept: " + value);

    assertTrue(put.status() == 400 || put.status() == 415, put.body());
    assertTrue(
        assertOutcome(put, put.status()).path("diagnostics").asText().contains("Content-Type"));
    assertTrue(get.status() == 400 || get.status() == 406, get.body());
    assertTrue(assertOutcome(get, get.status()).path("diagnostics").asText().contains("Accept"));
    assertUnchanged();
  }

  @ParameterizedTest
  @DisplayName("RFC 9110: JSON of FHIR 4.0 in UTF-8 may be said in several ways")
  @ValueSource(
      strings = {
        "application/json",
        "application/fhir+json",
        "APPLICATION/FHIR+JSON",
        "application/fhir+json;charset=UTF-8",
        "application/fhir+json; charset=\"utf-8\"",
        "application/fhir+json; fhirVersion=4.0",
        "text/json"
      })
  void jsonMayBeSaidInSeveralWays(String contentType) {
    FhirResponse response = put("Content-Type: " + contentType);

    assertEquals(200, response.status(), response.body());
  }

  @ParameterizedTest
  @DisplayName("RFC 9110: a content encoding that is not known is not supported")
  @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "nonsense"})
  void unknownContentEncodingIsNotSupported(String encoding) {
    assertOutcome(
        put("Content-Type: application/fhir+json", "Content-Encoding: " + encoding),
        415,
        "not-supported");
    assertUnchanged();
  }

  @Test
  @DisplayName("RFC 9110: a body may be compressed by gzip")
  void bodyMayBeCompressed() {
    FhirResponse response = sendCompressed(gzip(BODY)).expect(200);

    assertEquals("Changed", response.json().path("name").path(0).path("family").asText());
  }

  @Test
  @DisplayName("RFC 9110: a body that is not what its encoding says is refused")
  void bodyThatIsNotWhatItsEncodingSaysIsRefused() {
    byte[] whole = gzip(BODY);
    byte[] damaged = whole.clone();
    Arrays.fill(damaged, 15, whole.length - 10, (byte) 0x55);

    assertOutcome(sendCompressed(BODY), 400);
    assertOutcome(sendCompressed(Arrays.copyOf(whole, whole.length - 20)), 400);
    assertOutcome(sendCompressed(damaged), 400);
    assertUnchanged();
  }

  @ParameterizedTest
  @DisplayName("RFC 9112, 6.3: a request of doubtful length is refused")
  @ValueSource(
      strings = {
        "Content-Length: 7|Content-Length: LENGTH",
        "Content-Length: LENGTH, 7",
        "Content-Length: -1",
        "Content-Length: +LENGTH",
        "Content-Length: abc"
      })
  void requestOfDoubtfulLengthIsRefused(String lines) {
    String headers = lines.replace("LENGTH", Integer.toString(BODY.length));

    FhirResponse response = put(("Content-Type: application/fhir+json|" + headers).split("\\|"));

    assertTrue(response.status() == 400 || response.status() == 501, response.body());
    assertUnchanged();
  }

  @Test
  @DisplayName("RFC 9112, 6.1: an unknown transfer encoding is refused, or the connection closed")
  void unknownTransferEncodingIsRefused() {
    Optional<FhirResponse> response =
        raw.sendIfAnswered(
            "PUT",
            "/fhir/Patient/" + ID,
            List.of("Content-Type: application/fhir+json", "Transfer-Encoding: nonsense"),
            BODY);

    response.ifPresent(
        answer ->
            assertTrue(answer.status() == 400 || answer.status() == 501, () -> answer.body()));
    assertUnchanged();
  }

  @ParameterizedTest
  @DisplayName("RFC 9110: the method is that of the request line alone")
  @ValueSource(strings = {"X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"})
  void methodCannotBeOverridden(String header) {
    assertOutcome(
        raw.send(
            "POST",
            "/fhir/Patient/" + ID,
            List.of("Content-Type: application/fhir+json", header + ": DELETE"),
            BODY),
        405);
    raw.send("GET", "/fhir/Patient/" + ID, header + ": DELETE").expect(200);
    assertUnchanged();
  }

  @Test
  @DisplayName("§1.3.3 the header Host and untrusted forwarded headers shape no URL")
  void untrustedHeadersShapeNoUrl() {
    FhirResponse response =
        raw.send(
            "GET",
            "/fhir/Patient/" + ID + "/_history",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: https",
            "Forwarded: host=evil.example");

    assertFalse(response.expect(200).body().contains("evil"), response.body());
  }

  @Test
  @DisplayName("§1.1 the id of the client comes back as X-Correlation-Id only")
  void idOfTheClientComesBackAsCorrelationId() {
    FhirResponse with = client.get("Patient/" + ID, "X-Request-Id", "abc");
    FhirResponse refused = client.get("Patient/no_id", "X-Request-Id", "abc");
    FhirResponse without = client.get("Patient/" + ID);

    assertHeaders(with);
    assertHeader("abc", with, "X-Correlation-Id");
    assertNotEquals(Optional.of("abc"), with.header("X-Request-Id"));
    assertOutcome(refused, 400);
    assertHeader("abc", refused, "X-Correlation-Id");
    assertEquals(Optional.empty(), without.header("X-Correlation-Id"));
    assertNotEquals(with.header("X-Request-Id"), without.header("X-Request-Id"));
  }

  @Test
  @DisplayName("RFC 9110, 5.5: an id of the client brings no header of its own")
  void idOfTheClientBringsNoHeader() {
    FhirResponse response =
        raw.send("GET", "/fhir/Patient/" + ID, "X-Request-Id: a\u0001\u00e9b " + "x".repeat(9000));

    String correlation = response.expect(200).header("X-Correlation-Id").orElse("");
    assertTrue(correlation.matches("[!-~]{1,200}"), correlation);
  }

  @Test
  @DisplayName("§1.2 headers or a URL beyond the limits are refused")
  void headerOrUrlBeyondTheLimitsIsRefused() {
    String text = "a".repeat(40_000);

    assertOutcome(raw.send("GET", "/fhir/Patient/" + ID, "X-Long: " + text), 431, "too-long");
    assertOutcome(
        raw.send("GET", "/fhir/Patient/" + ID, "X-A: " + text.substring(20_000), "X-B: " + text),
        431,
        "too-long");
    assertOutcome(raw.send("GET", "/fhir/Patient?name=" + text), 414, "too-long");
    FhirResponse huge = raw.send("GET", "/fhir/Patient/" + ID, "X-Long: " + text.repeat(5));
    assertTrue(huge.status() >= 400 && huge.status() < 500, huge.body());
  }

  private FhirResponse put(String... headers) {
    return raw.send("PUT", "/fhir/Patient/" + ID, List.of(headers), BODY);
  }

  private FhirResponse sendCompressed(byte[] body) {
    return client.send(
        client
            .request("Patient/" + ID)
            .header("Content-Type", "application/fhir+json")
            .header("Content-Encoding", "gzip")
            .PUT(BodyPublishers.ofByteArray(body)));
  }

  private void assertUnchanged() {
    assertEquals(before, client.get("Patient/" + ID).expect(200).body());
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
}
