package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertJson;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Binary as it is, in and out: §2.7.
 *
 * @see <a href="https://hl7.org/fhir/R4/binary.html#rest">Serving Binary resources</a>
 */
@HttpTest
class BinaryIT {
  private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff, '\r', '\n'};

  private final FhirClient client;
  private final HttpClient http = HttpClient.newHttpClient();

  BinaryIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§2.7 content that is posted comes back byte for byte, and as a resource")
  void postedContentComesBackByteForByte() {
    FhirResponse created = post("image/png", PICTURE).expect(201);

    assertEquals("image/png", created.json().path("contentType").asText());
    assertEquals(Base64.getEncoder().encodeToString(PICTURE), created.json().path("data").asText());
    String path = "Binary/" + created.json().path("id").asText();
    HttpResponse<byte[]> raw = raw(path, "Accept", "image/png");
    assertEquals(200, raw.statusCode());
    assertArrayEquals(PICTURE, raw.body());
    assertEquals("image/png", header(raw, "Content-Type"));
    assertEquals("nosniff", header(raw, "X-Content-Type-Options"));
    assertEquals("W/\"1\"", header(raw, "ETag"));
    assertEquals(created.header("Last-Modified").orElseThrow(), header(raw, "Last-Modified"));
    assertFalse(raw.headers().firstValue("Content-Disposition").isPresent());

    FhirResponse resource = client.get(path).expect(200);
    assertJson(resource);
    assertEquals(created.body(), resource.body());
  }

  @ParameterizedTest
  @DisplayName("§2.7 the content is answered unless FHIR is asked for")
  @CsvSource(
      delimiter = '|',
      value = {
        "image/png | image/png",
        "image/* | image/png",
        "*/* | image/png",
        "application/octet-stream | image/png",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8 | image/png",
        "application/fhir+json;q=0.5, */* | image/png",
        "application/fhir+json | application/fhir+json",
        "application/fhir+json, */* | application/fhir+json",
        "application/fhir+json, */*;q=0.1 | application/fhir+json",
        "application/json | application/fhir+json",
        "image/png;q=0, application/json | application/fhir+json"
      })
  void contentIsAnsweredUnlessFhirIsAskedFor(String accept, String answered) {
    String path = "Binary/" + post("image/png", PICTURE).expect(201).json().path("id").asText();

    HttpResponse<byte[]> answer = raw(path, "Accept", accept);

    assertEquals(200, answer.statusCode());
    assertEquals(answered, header(answer, "Content-Type").split(";")[0]);
  }

  @Test
  @DisplayName("§2.7 without Accept the content is answered")
  void withoutAcceptTheContentIsAnswered() {
    String path = "Binary/" + post("image/png", PICTURE).expect(201).json().path("id").asText();

    assertArrayEquals(PICTURE, raw(path).body());
  }

  @Test
  @DisplayName("§2.7 _format asks for the resource whatever the header Accept says")
  void formatAsksForTheResource() {
    String path = "Binary/" + post("image/png", PICTURE).expect(201).json().path("id").asText();

    HttpResponse<byte[]> answer = raw(path + "?_format=json", "Accept", "image/png");

    assertTrue(header(answer, "Content-Type").startsWith("application/fhir+json"));
  }

  @Test
  @DisplayName("§1.4, §2.7 who accepts neither the content nor FHIR gets 406")
  void whoAcceptsNeitherGets406() {
    String path = "Binary/" + post("image/png", PICTURE).expect(201).json().path("id").asText();

    assertEquals(406, raw(path, "Accept", "video/mp4").statusCode());
    assertEquals(406, raw(path, "Accept", "image/png;q=0").statusCode());
  }

  @Test
  @DisplayName("§2.7 a past version is answered as it was, a deleted Binary is gone")
  void pastVersionIsAnsweredAsItWas() {
    String path = "Binary/" + Samples.newId();
    put(path, "text/plain", "first").expect(201);
    put(path, "text/plain; charset=utf-8", "zweite Fassung – größer").expect(200);

    HttpResponse<byte[]> first = raw(path + "/_history/1", "Accept", "text/plain");
    assertEquals("first", new String(first.body(), StandardCharsets.UTF_8));
    assertEquals("W/\"1\"", header(first, "ETag"));
    HttpResponse<byte[]> second = raw(path, "Accept", "text/plain");
    assertEquals("zweite Fassung – größer", new String(second.body(), StandardCharsets.UTF_8));
    assertEquals(
        "text/plain;charset=utf-8", header(second, "Content-Type").replace(" ", "").toLowerCase());
    assertEquals("W/\"2\"", header(second, "ETag"));

    client.delete(path).expect(204);
    assertEquals(410, raw(path, "Accept", "text/plain").statusCode());
    assertOutcome(client.get(path), 410, "deleted");
  }

  @ParameterizedTest
  @DisplayName("§2.7 what a browser would run it saves")
  @ValueSource(
      strings = {
        "text/html",
        "application/xhtml+xml",
        "image/svg+xml",
        "application/xml",
        "application/javascript",
        "text/css",
        "application/x-anything"
      })
  void activeContentIsAnAttachment(String type) {
    byte[] content = "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.US_ASCII);
    String path = "Binary/" + post(type, content).expect(201).json().path("id").asText();

    HttpResponse<byte[]> raw = raw(path, "Accept", type);

    assertArrayEquals(content, raw.body());
    assertEquals("attachment", header(raw, "Content-Disposition"));
    assertEquals("nosniff", header(raw, "X-Content-Type-Options"));
    assertEquals(type, header(raw, "Content-Type").split(";")[0]);
  }

  @Test
  @DisplayName("§2.7 a contentType that is no media type does not get into the headers")
  void wrongContentTypeDoesNotGetIntoTheHeaders() {
    String binary =
        "{\"resourceType\":\"Binary\",\"contentType\":\"text/html\\nX-Evil: 1\",\"data\":\"YQ==\"}";
    String path = "Binary/" + client.post("Binary", binary).expect(201).json().path("id").asText();

    HttpResponse<byte[]> raw = raw(path, "Accept", "*/*");

    assertEquals("application/octet-stream", header(raw, "Content-Type"));
    assertTrue(raw.headers().firstValue("X-Evil").isEmpty());
    assertEquals("attachment", header(raw, "Content-Disposition"));
  }

  @Test
  @DisplayName("§2.7 X-Security-Context becomes securityContext and comes back")
  void securityContextComesBack() {
    FhirResponse created =
        client
            .send(
                client
                    .request("Binary")
                    .header("Content-Type", "application/pdf")
                    .header("X-Security-Context", "Patient/p1")
                    .POST(BodyPublishers.ofByteArray(PICTURE)))
            .expect(201);

    JsonNode binary = created.json();
    assertEquals("Patient/p1", binary.path("securityContext").path("reference").asText());
    HttpResponse<byte[]> raw =
        raw("Binary/" + binary.path("id").asText(), "Accept", "application/pdf");
    assertEquals("Patient/p1", header(raw, "X-Security-Context"));
  }

  @Test
  @DisplayName("§2.7 an empty file is a Binary without data")
  void emptyFileIsBinaryWithoutData() {
    FhirResponse created = post("text/csv", new byte[0]).expect(201);

    assertFalse(created.json().has("data"));
    HttpResponse<byte[]> raw = raw("Binary/" + created.json().path("id").asText());
    assertEquals(200, raw.statusCode());
    assertEquals(0, raw.body().length);
    assertEquals("text/csv", header(raw, "Content-Type").split(";")[0]);
  }

  @Test
  @DisplayName("§3.7 without Content-Type nothing is stored")
  void withoutContentTypeNothingIsStored() {
    assertOutcome(
        client.send(client.request("Binary").POST(BodyPublishers.ofByteArray(PICTURE))), 415);
    String path = "Binary/" + Samples.newId();
    assertOutcome(client.send(client.request(path).PUT(BodyPublishers.ofByteArray(PICTURE))), 415);
    assertOutcome(client.get(path), 404);
  }

  @ParameterizedTest
  @DisplayName("§2.7 what is no Binary itself is its content, FHIR too")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "application/fhir+json;{\"resourceType\":\"Patient\",\"active\":true}",
        "application/fhir+xml;<Patient xmlns=\"http://hl7.org/fhir\"><active"
            + " value=\"true\"/></Patient>",
        "application/xml;<a/>",
        "text/xml;no XML at all",
        "application/json;{\"a\":[1,2]}",
        "application/json;no JSON at all",
        "text/json;[]",
        "application/x-www-form-urlencoded;a=1&b=2"
      })
  void whatIsNoBinaryIsItsContent(String type, String content) {
    FhirResponse created = post(type, content.getBytes(StandardCharsets.UTF_8)).expect(201);

    assertEquals(type, created.json().path("contentType").asText());
    assertEquals(
        content,
        new String(
            Base64.getDecoder().decode(created.json().path("data").asText()),
            StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @DisplayName("§3.4 what says to be FHIR must be a resource")
  @ValueSource(
      strings = {
        "no JSON",
        "{}",
        "{\"resourceType\":\"Nonsense\"}",
        "{\"resourceType\":\"Binary\"}",
        "{\"resourceType\":\"Binary\",\"contentType\":\"a/b\",\"data\":\"no base64!\"}"
      })
  void whatSaysToBeFhirMustBeResource(String body) {
    assertOutcome(client.post("Binary", body), 400);
  }

  @ParameterizedTest
  @DisplayName("§1.3, §2.7 a Binary in XML is that Binary")
  @ValueSource(strings = {"application/fhir+xml", "application/xml"})
  void binaryInXmlIsThatBinary(String type) {
    String binary =
        "<Binary xmlns=\"http://hl7.org/fhir\"><contentType value=\"a/b\"/>"
            + "<data value=\"YQ==\"/></Binary>";

    FhirResponse created = post(type, binary.getBytes(StandardCharsets.UTF_8)).expect(201);

    assertEquals("a/b", created.json().path("contentType").asText());
    HttpResponse<byte[]> xml =
        raw("Binary/" + created.json().path("id").asText(), "Accept", "application/fhir+xml");
    assertTrue(header(xml, "Content-Type").startsWith("application/fhir+xml"));
    assertOutcome(post("application/fhir+xml", "<a/>".getBytes(StandardCharsets.UTF_8)), 400);
  }

  @Test
  @DisplayName("§5.1 conditions, histories, searches and deletes of Binary work as for other types")
  void otherInteractionsWorkAsForOtherTypes() {
    String tag = Samples.newId();
    String body =
        "{\"resourceType\":\"Binary\",\"meta\":{\"tag\":[{\"code\":\""
            + tag
            + "\"}]},\"contentType\":\"text/plain\",\"data\":\"YQ==\"}";
    FhirResponse created = client.post("Binary", body, "If-None-Exist", "_tag=" + tag).expect(201);
    client.post("Binary", body, "If-None-Exist", "_tag=" + tag).expect(200);
    FhirResponse matched =
        client
            .send(
                client
                    .request("Binary")
                    .header("Content-Type", "text/plain")
                    .header("If-None-Exist", "_tag=" + tag)
                    .POST(BodyPublishers.ofString("other")))
            .expect(200);
    assertEquals(created.body(), matched.body());

    String path = "Binary/" + created.json().path("id").asText();
    assertEquals(1, client.get("Binary?_tag=" + tag).expect(200).json().path("total").asInt());
    assertEquals(1, client.get(path + "/_history").expect(200).json().path("total").asInt());
    client.delete(path).expect(204);
    assertEquals(0, client.get("Binary?_tag=" + tag).expect(200).json().path("total").asInt());
  }

  @Test
  @DisplayName("§1.11, §2.7 compressed and large content comes back whole")
  void compressedAndLargeContentComesBackWhole() throws IOException {
    byte[] content = new byte[3_000_001];
    new Random(7).nextBytes(content);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    }
    FhirResponse created =
        client
            .send(
                client
                    .request("Binary")
                    .header("Content-Type", "application/dicom")
                    .header("Content-Encoding", "gzip")
                    .header("Prefer", "return=minimal")
                    .POST(BodyPublishers.ofByteArray(compressed.toByteArray())))
            .expect(201);

    String location = created.header("Location").orElseThrow();
    HttpResponse<byte[]> raw = raw(location, "Accept", "application/dicom");
    assertArrayEquals(content, raw.body());
  }

  @Test
  @DisplayName("§14.3 content is neither written nor read without permission")
  void contentNeedsPermission() {
    String path = "Binary/" + post("text/plain", PICTURE).expect(201).json().path("id").asText();

    FhirResponse refused =
        client
            .as("reader")
            .send(
                client
                    .as("reader")
                    .request("Binary")
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("a")));
    assertOutcome(refused, 403, "forbidden");
    FhirResponse anonymous = client.anonymous().get(path);
    assertOutcome(anonymous, 401, "login");
    assertHeader("nosniff", anonymous, "X-Content-Type-Options");
  }

  private FhirResponse post(String type, byte[] content) {
    return client.send(
        client
            .request("Binary")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(content)));
  }

  private FhirResponse put(String path, String type, String content) {
    return client.send(
        client.request(path).header("Content-Type", type).PUT(BodyPublishers.ofString(content)));
  }

  /** GET with these headers alone. */
  private HttpResponse<byte[]> raw(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(client.base().resolve(path))
            .header("Authorization", "Bearer " + client.token("admin"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
