package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertJson;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.RawHttp;
import org.fhirserver.it.RunningServer;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Content negotiation: §1.1, §10.1 to §10.4.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types and encodings</a>
 */
@HttpTest
class NegotiationIT {
  private static final String PATH = "Patient/negotiation";
  private static final String JSON = "application/fhir+json";
  private static final String XML = "application/fhir+xml";
  private static final String HTML = "text/html";

  private final FhirClient client;
  private final RunningServer server;

  NegotiationIT(FhirClient client, RunningServer server) {
    this.client = client;
    this.server = server;
  }

  @BeforeEach
  void storePatient() {
    client.put(PATH, Samples.patient("negotiation", "<script>alert(1)</script> & \\\"x\\\""));
  }

  @ParameterizedTest
  @DisplayName("§10.1 the header Accept decides, by quality, precision and order")
  @CsvSource(
      delimiter = '>',
      value = {
        "application/fhir+json > application/fhir+json",
        "application/json > application/fhir+json",
        "text/json > application/fhir+json",
        "application/json+fhir > application/fhir+json",
        "*/* > application/fhir+json",
        "application/* > application/fhir+json",
        "application/fhir+xml > application/fhir+xml",
        "application/xml > application/fhir+xml",
        "text/xml > application/fhir+xml",
        "application/xml+fhir > application/fhir+xml",
        "APPLICATION/FHIR+XML > application/fhir+xml",
        "application/fhir+xml; charset=utf-8 > application/fhir+xml",
        "application/fhir+xml;fhirVersion=4.0 > application/fhir+xml",
        "application/fhir+xml; fhirVersion=\"4.0\" > application/fhir+xml",
        "application/fhir+xml;fhirVersion=3.0, application/json;q=0.1 > application/fhir+json",
        "application/fhir+json;q=0.5, application/fhir+xml;q=0.9 > application/fhir+xml",
        "application/fhir+json;q=0.9, application/fhir+xml;q=0.5 > application/fhir+json",
        "application/fhir+xml, */* > application/fhir+xml",
        "*/*;q=0.8, application/xml > application/fhir+xml",
        "application/fhir+json;q=0, */* > application/fhir+xml",
        "application/xml, application/json > application/fhir+xml",
        "application/json, application/xml > application/fhir+json",
        "image/png, application/xml;q=0.2 > application/fhir+xml",
        "foo, application/fhir+xml > application/fhir+xml",
        "application/fhir+xml;q=nonsense, application/json;q=0.1 > application/fhir+json",
        "text/html > text/html",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 > text/html",
        "text/html;q=0.1, application/json > application/fhir+json",
        "text/html, image/gif;q=.2, *; q=.2, */*; q=.2 > text/html",
      })
  void acceptDecides(String accept, String expected) {
    assertSyntax(expected, client.send(client.request(PATH).setHeader("Accept", accept)));
  }

  @Test
  @DisplayName("§10.1 without Accept there is JSON; several headers are one list")
  void severalHeadersAreOneList() {
    RawHttp raw = new RawHttp(client);

    assertSyntax(JSON, raw.send("GET", "/fhir/" + PATH));
    assertSyntax(
        XML,
        raw.send(
            "GET", "/fhir/" + PATH, "Accept: application/json;q=0.1", "Accept: application/xml"));
  }

  @ParameterizedTest
  @DisplayName("§10.1 what is not sent is not acceptable, wherever it is asked for")
  @ValueSource(
      strings = {
        "application/json1",
        "applicaiton/xml",
        "text/plain",
        "image/*",
        "text/turtle",
        "application/xhtml+xml",
        "application/fhir+json;q=0",
        "*/*;q=0",
        "application/fhir+json;fhirVersion=3.0",
        "application/fhir+xml; fhirVersion=5.0",
        "foo",
        "/",
        ";",
        "application",
        "application/",
        "application/fhir+json;q=2",
        "application/fhir+json;=x",
        "\"application/fhir+json\"",
      })
  void whatIsNotSentIsNotAcceptable(String accept) {
    for (String path : new String[] {PATH, "Patient", PATH + "/_history", "metadata"}) {
      FhirResponse response = client.send(client.request(path).setHeader("Accept", accept));
      assertTrue(
          assertOutcome(response, 406, "not-supported")
              .path("diagnostics")
              .asText()
              .contains("Accept"));
    }
    assertFalse(server.console().contains("RESTEASY003"), "A fault for a header");
  }

  @ParameterizedTest
  @DisplayName("§10.2 the parameter _format overrides the header Accept")
  @CsvSource({
    "json, application/fhir+json",
    "application/json, application/fhir+json",
    "application/fhir+json, application/fhir+json",
    "application%2Ffhir%2Bjson, application/fhir+json",
    "text/json, application/fhir+json",
    "application/json%2Bfhir, application/fhir+json",
    "xml, application/fhir+xml",
    "application/xml, application/fhir+xml",
    "application/fhir+xml, application/fhir+xml",
    "application/fhir%2Bxml;fhirVersion=4.0, application/fhir+xml",
    "text/xml, application/fhir+xml",
    "html, text/html",
    "text/html, text/html",
  })
  void formatOverridesAccept(String format, String expected) {
    for (String path : new String[] {PATH, "Patient", "metadata"}) {
      assertSyntax(
          expected,
          client.send(
              client.request(path + "?_format=" + format).setHeader("Accept", "text/plain")));
    }
  }

  @ParameterizedTest
  @DisplayName("§10.2 a _format that is not sent is not acceptable on any endpoint")
  @ValueSource(
      strings = {
        "blah",
        "ttl",
        "application/pdf",
        "",
        "xmll",
        "application/fhir+xml;fhirVersion=3.0"
      })
  void otherFormatIsNotAcceptable(String format) {
    for (String path : new String[] {PATH, "Patient", PATH + "/_history", "metadata"}) {
      FhirResponse response = client.get(path + "?_format=" + format.replace("+", "%2B"));
      assertTrue(
          assertOutcome(response, 406, "not-supported")
              .path("diagnostics")
              .asText()
              .contains("_format"));
    }
  }

  @Test
  @DisplayName("§10.2 a form in the body may name the format too")
  void formMayNameTheFormat() {
    FhirResponse response =
        client.send(
            client
                .request("Patient/_search")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("_id=negotiation&_format=xml&_pretty=true")));

    assertSyntax(XML, response);
    assertTrue(response.body().contains("\n  <"), response.body());
  }

  @Test
  @DisplayName("§10.4 _pretty indents and changes nothing else")
  void prettyIndents() {
    FhirResponse plain = client.get(PATH).expect(200);
    FhirResponse pretty = client.get(PATH + "?_pretty=true").expect(200);

    assertEquals(plain.json(), pretty.json());
    assertFalse(plain.body().contains("\n"));
    assertTrue(pretty.body().contains("\n  \"id\": \"negotiation\""), pretty.body());
    assertEquals(plain.body(), client.get(PATH + "?_pretty=false").expect(200).body());
    assertTrue(
        client
            .get(PATH + "?_pretty=true&_format=xml")
            .expect(200)
            .body()
            .contains("\n  <id value=\"negotiation\"/>"));
  }

  @ParameterizedTest
  @DisplayName("§10.4 _pretty is true or false")
  @ValueSource(strings = {"abc", "", "1", "0", "TRUE"})
  void otherPrettyIsRefused(String pretty) {
    for (String path : new String[] {PATH, "Patient", "metadata"}) {
      assertTrue(
          assertOutcome(client.get(path + "?_pretty=" + pretty), 400, "invalid")
              .path("diagnostics")
              .asText()
              .startsWith("The requested \"_pretty\" parameter is invalid"));
    }
  }

  @ParameterizedTest
  @DisplayName("§1.1 every error is told in the format that the client accepts")
  @CsvSource({
    "GET, Patient/never-was, 404",
    "GET, nonsense/x/y/z, 404",
    "GET, /nonsense, 404",
    "GET, Patient?nonsense=1, 400",
    "GET, Patient/a_b, 400",
    "GET, Patient/../x, 400",
    "GET, Patient?_pretty=1, 400",
    "PUT, metadata, 405",
    "PUT, Patient/negotiation, 415",
  })
  void everyErrorIsToldInTheFormatOfTheClient(String method, String path, int status) {
    RawHttp raw = new RawHttp(client);
    String target = path.startsWith("/") ? path : "/fhir/" + path;

    FhirResponse xml = raw.send(method, target, "Accept: application/fhir+xml");
    assertEquals(status, xml.status(), xml.body());
    assertEquals(
        Optional.of("application/fhir+xml;charset=utf-8"),
        xml.header("Content-Type").map(type -> type.replace(" ", "")));
    assertTrue(
        xml.body()
            .contains(
                "<OperationOutcome xmlns=\"http://hl7.org/fhir\"><id value=\""
                    + xml.header("X-Request-Id").orElse("")),
        xml.body());
    FhirResponse html = raw.send(method, target, "Accept: text/html");
    assertEquals(status, html.status(), html.body());
    assertTrue(html.body().startsWith("<!DOCTYPE html>"), html.body());
  }

  @Test
  @DisplayName("§1.1 a client without token is told so in its format")
  void clientWithoutTokenIsToldSoInItsFormat() {
    FhirResponse response =
        client
            .anonymous()
            .send(client.anonymous().request("Patient").setHeader("Accept", "application/xml"));

    assertEquals(401, response.status());
    assertTrue(response.body().contains("<code value=\"login\"/>"), response.body());
    assertTrue(response.header("WWW-Authenticate").isPresent());
  }

  @Test
  @DisplayName("§1.1 a browser gets a page in which nothing of the resource runs")
  void browserGetsPageInWhichNothingRuns() {
    FhirResponse page =
        client.send(
            client.request(PATH + "?_summary=false&x=%3Cscript%3E").setHeader("Accept", HTML));
    assertEquals(400, page.status());
    assertFalse(page.body().contains("<script"), page.body());

    page = client.send(client.request(PATH + "?_summary=false").setHeader("Accept", HTML));
    assertSyntax(HTML, page);
    assertFalse(page.body().contains("<script"), page.body());
    assertTrue(page.body().contains("&lt;script&gt;"), page.body());
    assertTrue(page.body().contains("?_summary=false&amp;_format=xml"), page.body());
  }

  @Test
  @DisplayName("RFC 9110, 12.5.5: caches are told what the answer depends on")
  void cachesAreToldWhatTheAnswerDependsOn() {
    assertHeader("Accept, Accept-Encoding", client.get(PATH), "Vary");
    assertHeader("Accept, Accept-Encoding", client.get("Patient/never-was"), "Vary");
  }

  @Test
  @DisplayName("RFC 9110, 12.5.3: large answers are compressed for clients that accept it")
  void largeAnswersAreCompressed() throws IOException, InterruptedException {
    String plain = client.get("metadata").expect(200).body();

    HttpResponse<byte[]> compressed = get("metadata", "br, gzip;q=0.5");
    assertEquals(Optional.of("gzip"), compressed.headers().firstValue("Content-Encoding"));
    assertTrue(compressed.body().length < plain.length() / 4);
    String inflated =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes(),
            StandardCharsets.UTF_8);
    assertEquals(plain.length(), inflated.length());

    for (String coding : new String[] {"identity", "br", "gzip;q=0", "*;q=0", "nonsense"}) {
      HttpResponse<byte[]> whole = get("metadata", coding);
      assertTrue(whole.headers().firstValue("Content-Encoding").isEmpty(), coding);
      assertEquals(plain.length(), new String(whole.body(), StandardCharsets.UTF_8).length());
    }
    assertTrue(get(PATH, "gzip").headers().firstValue("Content-Encoding").isEmpty());
  }

  @ParameterizedTest
  @DisplayName("§10.3 a body that says to be XML is read as XML, and only such a one")
  @ValueSource(
      strings = {
        "application/fhir+xml",
        "application/xml",
        "text/xml",
        "application/xml+fhir",
        "application/fhir+xml; charset=utf-8",
        "Application/FHIR+XML;charset=\"UTF-8\";fhirVersion=4.0"
      })
  void bodyThatSaysToBeXmlIsReadAsXml(String contentType) {
    String xml =
        "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"negotiation\"/>"
            + "<gender value=\"other\"/></Patient>";

    FhirResponse updated = put(contentType, xml).expect(200);

    assertJson(updated);
    assertEquals("other", updated.json().path("gender").asText());
    assertOutcome(put(contentType, Samples.patient("negotiation", "x")), 400, "structure");
    assertOutcome(put(JSON, xml), 400, "structure");
  }

  @ParameterizedTest
  @DisplayName("§10.3 XML of another version or encoding is not supported")
  @ValueSource(
      strings = {
        "application/fhir+xml; fhirVersion=3.0",
        "application/fhir+xml; charset=utf-16",
        "application/xhtml+xml",
        "text/html",
        "application/atom+xml"
      })
  void otherXmlIsNotSupported(String contentType) {
    assertOutcome(
        put(contentType, "<Patient xmlns=\"http://hl7.org/fhir\"/>"), 415, "not-supported");
  }

  @Test
  @DisplayName("§1.2 a URL that is too long is refused as such")
  void tooLongUrlIsRefused() {
    String name = "a".repeat(16_500);

    assertOutcome(client.get("Patient?name=" + name), 414, "too-long");
    assertOutcome(client.get("Patient/" + name), 414, "too-long");
    assertOutcome(client.get("Patient?name=" + "a".repeat(120_000)), 414, "too-long");
    assertEquals(200, client.get("Patient?name=" + "a".repeat(15_000)).status());
  }

  private FhirResponse put(String contentType, String body) {
    return client.send(
        client
            .request(PATH)
            .header("Content-Type", contentType)
            .PUT(BodyPublishers.ofString(body)));
  }

  private HttpResponse<byte[]> get(String path, String codings)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            client.request(path).header("Accept-Encoding", codings).build(),
            BodyHandlers.ofByteArray());
  }

  private void assertSyntax(String expected, FhirResponse response) {
    assertEquals(200, response.status(), response.body());
    assertEquals(
        Optional.of(expected + ";charset=utf-8"),
        response.header("Content-Type").map(type -> type.replace(" ", "")));
    assertHeaders(response);
    String start =
        switch (expected) {
          case JSON -> "{";
          case XML -> "<?xml ";
          default -> "<!DOCTYPE html>";
        };
    assertTrue(response.body().startsWith(start), response.body());
  }
}
