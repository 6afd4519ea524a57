package org.fhirserver.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.Samples;
import org.fhirserver.store.model.ExactJson;

/** Sends cases and holds the answers against what the server promises whatever it is sent. */
final class ServerChecks {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String JSON = "application/fhir+json";
  private static final String XML = "application/fhir+xml";
  private static final Pattern VERSION = Pattern.compile("(\\w+)/([^/]+)/_history/(\\d+)$");

  private final FhirClient client;

  ServerChecks(FhirClient client) {
    this.client = client;
  }

  /**
   * Sends a case.
   *
   * @return the status of the last answer
   * @throws AssertionError if a promise is broken
   */
  int check(FuzzCase fuzzCase) {
    int status = 0;
    for (FuzzRequest request : fuzzCase.requests()) {
      status = check(request);
    }
    return status;
  }

  private int check(FuzzRequest request) {
    FhirResponse response = send(request);
    assertTrue(response.status() < 500, () -> "A fault of the server: " + shown(response));
    if (response.status() >= 400) {
      assertOutcome(response);
      return response.status();
    }
    if (request.target().isEmpty()) {
      checkEntries(request, response);
      return response.status();
    }
    Optional<JsonNode> sent =
        request.isOf("json") && !request.method().equals("PATCH")
            ? Optional.of(ExactJson.tree(request.body()))
            : Optional.empty();
    Matcher written = VERSION.matcher(response.header("Location").orElse(""));
    assertTrue(written.find(), () -> "No Location: " + shown(response));
    boolean matched = request.headers().containsKey("If-None-Exist");
    readBack(written, matched ? Optional.empty() : sent);
    if (request.isOf("xml") && !matched && !request.method().equals("PATCH")) {
      compareXml(request.body(), written.group());
    }
    return response.status();
  }

  /** Everything that was accepted is there, in each of the ways to it, and says the same. */
  private void readBack(Matcher written, Optional<JsonNode> sent) {
    FhirResponse read = get(written.group(), JSON);
    JsonNode stored = exact(read);
    sent.filter(resource -> !resource.toString().contains("?"))
        .ifPresent(resource -> assertSame(resource, stored));
    String type = written.group(1);
    String id = written.group(2);
    JsonNode found = get(type + "?_id=" + id, JSON).json();
    JsonNode history = get(type + "/" + id + "/_history", JSON).json();
    assertEquals(1, found.path("entry").size(), () -> "Not found: " + written.group());
    assertTrue(
        history.findValuesAsText("versionId").contains(written.group(3)),
        () -> "Not in the history: " + written.group());
    FhirResponse xml = get(written.group(), XML);
    parse(xml);
    FhirResponse again =
        client.send(
            request(type, JSON)
                .header("Content-Type", XML)
                .POST(BodyPublishers.ofString(xml.body())));
    assertEquals(201, again.status(), () -> "Own XML is refused: " + shown(again));
    assertSame(stored, exact(again));
  }

  private void compareXml(byte[] sent, String path) {
    FhirResponse read = get(path, XML);
    assertEquals(parse(sent).content(), parse(read).content(), "Read differs from sent");
  }

  private void checkEntries(FuzzRequest request, FhirResponse response) {
    FhirResponse readable = response;
    if (!isJson(response)) {
      assertTrue(
          request.path().contains("ml") || request.headers().get("Accept").contains("ml"),
          () -> "Not accepted: " + shown(response));
      checkXmlEntries(response);
      return;
    }
    for (JsonNode entry : readable.json().path("entry")) {
      JsonNode answer = entry.path("response");
      checkEntry(
          answer.path("status").asText(),
          answer.path("location").asText(),
          answer.path("outcome").path("resourceType").asText());
    }
  }

  private void checkXmlEntries(FhirResponse response) {
    if (String.valueOf(response.header("Content-Type")).contains("html")) {
      return;
    }
    XmlTree bundle = parse(response);
    for (Object child : bundle.children) {
      if (child instanceof XmlTree entry && entry.name.equals("entry")) {
        XmlTree answer = entry.child("response");
        boolean hasOutcome = !answer.child("outcome").children.isEmpty();
        checkEntry(
            value(answer.child("status")),
            value(answer.child("location")),
            hasOutcome ? "OperationOutcome" : "");
      }
    }
  }

  private void checkEntry(String status, String location, String outcome) {
    assertTrue(status.matches("[1-4]\\d\\d.*"), () -> "A fault in an entry: " + status);
    if (status.charAt(0) == '4') {
      assertEquals("OperationOutcome", outcome, () -> "An error without outcome: " + status);
    }
    Matcher written = VERSION.matcher(location);
    if (status.charAt(0) == '2' && written.find()) {
      readBack(written, Optional.empty());
    }
  }

  private static String value(XmlTree element) {
    return element.attributes.stream()
        .filter(attribute -> attribute.name().equals("value"))
        .map(XmlTree.Attribute::value)
        .findFirst()
        .orElse("");
  }

  private void assertOutcome(FhirResponse response) {
    String type = response.header("Content-Type").orElse("");
    if (type.contains("html")) {
      assertTrue(response.body().contains("OperationOutcome"), () -> shown(response));
    } else if (type.contains("xml")) {
      XmlTree outcome = parse(response);
      assertEquals("OperationOutcome", outcome.name, () -> shown(response));
      assertFalse(outcome.child("issue").children.isEmpty(), () -> shown(response));
    } else {
      JsonNode outcome = response.json();
      assertEquals(
          "OperationOutcome", outcome.path("resourceType").asText(), () -> shown(response));
      assertFalse(outcome.path("issue").isEmpty(), () -> shown(response));
    }
  }

  private FhirResponse get(String path, String accept) {
    FhirResponse response = client.send(request(path, accept).GET());
    assertEquals(200, response.status(), () -> path + " as " + accept + ": " + shown(response));
    return response;
  }

  private FhirResponse send(FuzzRequest fuzz) {
    HttpRequest.Builder request = request(fuzz.path(), JSON);
    fuzz.headers().forEach(request::setHeader);
    return client.send(request.method(fuzz.method(), BodyPublishers.ofByteArray(fuzz.body())));
  }

  private HttpRequest.Builder request(String path, String accept) {
    return client.request(path).timeout(PATIENCE).setHeader("Accept", accept);
  }

  private static void assertSame(JsonNode sent, JsonNode stored) {
    JsonNode expected = Samples.content(sent);
    JsonNode actual = Samples.content(stored);
    if (!expected.equals(actual)) {
      assertEquals(expected.toPrettyString(), actual.toPrettyString(), "Read differs from sent");
    }
  }

  private static JsonNode exact(FhirResponse response) {
    return ExactJson.tree(response.body().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isJson(FhirResponse response) {
    return response.header("Content-Type").orElse("").contains("json");
  }

  private static XmlTree parse(FhirResponse response) {
    return parse(response.body().getBytes(StandardCharsets.UTF_8));
  }

  private static XmlTree parse(byte[] xml) {
    try {
      return XmlTree.read(xml);
    } catch (XMLStreamException e) {
      throw new AssertionError("No XML: " + shorten(new String(xml, StandardCharsets.UTF_8)), e);
    }
  }

  private static String shown(FhirResponse response) {
    return response.status() + " " + shorten(response.body());
  }

  private static String shorten(String text) {
    return text.length() > 1000 ? text.substring(0, 1000) + "…" : text;
  }
}
