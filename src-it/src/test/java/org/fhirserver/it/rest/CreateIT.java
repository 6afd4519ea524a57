package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertJson;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Create.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#create">create</a>
 */
@HttpTest
class CreateIT {
  private final FhirClient client;

  CreateIT(FhirClient client) {
    this.client = client;
  }

  @ParameterizedTest
  @DisplayName("§3.1 a create answers 201, where the resource is, and the resource")
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Patient\",\"active\":true}",
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"pulse\"},"
            + "\"valueQuantity\":{\"value\":72.50,\"unit\":\"/min\"}}",
        "{\"resourceType\":\"Organization\",\"name\":\"Ward 7\"}",
        "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"Patient/not-here-yet\"}}",
        "{\"resourceType\":\"Binary\",\"contentType\":\"text/plain\",\"data\":\"aGVsbG8=\"}",
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}",
        "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}",
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
            + "\"code\":\"login\"}]}",
        "{\"resourceType\":\"ValueSet\",\"status\":\"draft\"}"
      })
  void createAnswersWhereTheResourceIs(String body) {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String type = body.split("\"")[3];

    FhirResponse created = client.post(type, body);

    assertEquals(201, created.status(), created.body());
    assertHeaders(created);
    assertJson(created);
    JsonNode resource = created.json();
    String id = resource.path("id").asText();
    assertTrue(id.matches("[A-Za-z0-9\\-.]{1,64}"), id);
    assertHeader(client.base() + type + "/" + id + "/_history/1", created, "Location");
    assertHeader("W/\"1\"", created, "ETag");
    assertEquals("1", resource.path("meta").path("versionId").asText());
    Instant lastUpdated = Instant.parse(resource.path("meta").path("lastUpdated").asText());
    assertFalse(lastUpdated.isBefore(before));
    assertFalse(lastUpdated.isAfter(Instant.now()));
    assertEquals(lastUpdated.truncatedTo(ChronoUnit.SECONDS), lastModified(created));
    assertEquals(created.body(), client.get(type + "/" + id).expect(200).body());
  }

  @Test
  @DisplayName("§3.2 id, version and time of the client count for nothing, all other meta stays")
  void idAndVersionAndTimeOfTheClientCountForNothing() {
    FhirResponse created =
        client
            .post(
                "Patient",
                """
                {"resourceType":"Patient","id":"mine","meta":{"versionId":"77",
                 "lastUpdated":"2001-01-01T00:00:00Z","source":"http://example.org/src",
                 "profile":["http://example.org/p"],
                 "security":[{"system":"http://example.org/s","code":"R"}],
                 "tag":[{"system":"http://example.org/t","code":"blue"}]}}
                """)
            .expect(201);

    JsonNode meta = created.json().path("meta");
    assertNotEquals("mine", created.json().path("id").asText());
    assertEquals("1", meta.path("versionId").asText());
    assertTrue(
        Instant.parse(meta.path("lastUpdated").asText())
            .isAfter(Instant.now().minus(Duration.ofMinutes(5))));
    assertEquals("http://example.org/src", meta.path("source").asText());
    assertEquals("http://example.org/p", meta.path("profile").path(0).asText());
    assertEquals("R", meta.path("security").path(0).path("code").asText());
    assertEquals("blue", meta.path("tag").path(0).path("code").asText());
  }

  @Test
  @DisplayName("§3.5 decimals keep their digits, and text its characters")
  void decimalsKeepTheirDigitsAndTextItsCharacters() {
    String quantities =
        "\"component\":["
            + "{\"code\":{\"text\":\"a\"},\"valueQuantity\":{\"value\":10.91968939701716}},"
            + "{\"code\":{\"text\":\"b\"},\"valueQuantity\":{\"value\":1.00}},"
            + "{\"code\":{\"text\":\"c\"},\"valueQuantity\":{\"value\":-0.0}},"
            + "{\"code\":{\"text\":\"d\"},\"valueQuantity\":{\"value\":1.20e-3}},"
            + "{\"code\":{\"text\":\"e\"},\"valueQuantity\":{\"value\":12345678901234567890.5}},"
            + "{\"code\":{\"text\":\"';--\\u0009\uD83D\uDE00 \u00e9 %3Cscript%3E\\\\\"}}]";

    FhirResponse created =
        client
            .post(
                "Observation",
                "{\"resourceType\":\"Observation\",\"status\":\"final\","
                    + "\"code\":{\"text\":\"pulse\"},"
                    + quantities
                    + "}")
            .expect(201);

    String id = created.json().path("id").asText();
    String read = client.get("Observation/" + id).expect(200).body();
    assertTrue(read.contains(quantities.replace("\\u0009", "\\t")), read);
  }

  @Test
  @DisplayName("§3.5 a narrative of more than a megabyte comes back as it was")
  void largeNarrativeComesBackAsItWas() {
    String text = "All is well. ".repeat(90_000);
    FhirResponse created =
        client
            .post(
                "Patient",
                "{\"resourceType\":\"Patient\",\"text\":{\"status\":\"generated\",\"div\":"
                    + "\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">"
                    + text
                    + "</div>\"}}")
            .expect(201);

    JsonNode read = client.get("Patient/" + created.json().path("id").asText()).json();
    assertEquals(
        "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + text + "</div>",
        read.path("text").path("div").asText());
  }

  @ParameterizedTest
  @DisplayName("§3.6 text that only looks like code is kept as it is")
  @ValueSource(
      strings = {
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\\u003Cscript\\u003Ealert(1)",
        "'; DROP TABLE resource; --",
        "<b>bold</b> <img src='#photo' alt='x'/> <a href='https://example.org/?a=b'>x</a>"
      })
  void textThatOnlyLooksLikeCodeIsKept(String text) {
    String narrative =
        "\"text\":{\"status\":\"generated\",\"div\":\"<div>"
            + text.replace("\\", "\\\\")
            + "</div>\"}";

    FhirResponse created =
        client.post("Patient", "{\"resourceType\":\"Patient\"," + narrative + "}").expect(201);

    assertTrue(created.body().contains(narrative), created.body());
  }

  @Test
  @DisplayName("§3.3 the type of the body must be that of the URL")
  void typeOfTheBodyMustBeThatOfTheUrl() {
    JsonNode issue =
        assertOutcome(client.post("Patient", Samples.observation("x", "final")), 400, "invalid");

    assertEquals(
        "Resource type in the URL must match resourceType in the resource.",
        issue.path("diagnostics").asText());
  }

  @Test
  @DisplayName("§1.3.4 an unknown parameter of the URL is ignored and not echoed")
  void unknownParameterOfTheUrlIsIgnored() {
    FhirResponse created =
        client.post("Patient?%3Cxss%3E=1", "{\"resourceType\":\"Patient\"}").expect(201);

    assertFalse(created.body().contains("xss"));
    assertFalse(created.header("Location").orElse("").contains("xss"));
  }

  @Test
  @DisplayName("§3.15 with return=minimal there is no body")
  void minimalReturnsNoBody() {
    FhirResponse created =
        client
            .post("Patient", "{\"resourceType\":\"Patient\"}", "Prefer", "return=minimal")
            .expect(201);

    assertEquals("", created.body());
    assertHeader("W/\"1\"", created, "ETag");
    String path = created.header("Location").orElseThrow().split("/fhir/")[1];
    client.get(path).expect(200);
  }

  @Test
  @DisplayName("§3.15 with return=OperationOutcome the body tells what happened")
  void operationOutcomeTellsWhatHappened() {
    JsonNode body =
        client
            .post("Patient", "{\"resourceType\":\"Patient\"}", "Prefer", "return=OperationOutcome")
            .expect(201)
            .json();

    assertEquals("OperationOutcome", body.path("resourceType").asText());
    assertEquals("information", body.path("issue").path(0).path("severity").asText());
  }

  @ParameterizedTest
  @DisplayName("§3.15 another return preference is refused")
  @ValueSource(strings = {"return=", "return", "return=everything", "return=minimal,return=x"})
  void otherReturnPreferenceIsRefused(String preference) {
    assertOutcome(
        client.post("Patient", "{\"resourceType\":\"Patient\"}", "Prefer", preference),
        400,
        "invalid");
  }

  @Test
  @DisplayName("RFC 7240: preferences of others are ignored")
  void preferencesOfOthersAreIgnored() {
    client
        .post("Patient", "{\"resourceType\":\"Patient\"}", "Prefer", "respond-async, wait=10")
        .expect(201);
  }

  @Test
  @DisplayName("§3.17 a search URL in place of a reference is resolved")
  void searchUrlInPlaceOfReferenceIsResolved() {
    String identifier = Samples.newId();
    String patientId =
        client
            .post("Patient", Samples.patientWithIdentifier(identifier))
            .expect(201)
            .json()
            .path("id")
            .asText();

    FhirResponse created =
        client.post("Observation", observationOf("Patient?identifier=" + identifier)).expect(201);

    assertEquals("Patient/" + patientId, created.json().path("subject").path("reference").asText());
  }

  @Test
  @DisplayName("§3.17 a search URL that finds nothing is refused")
  void searchUrlThatFindsNothingIsRefused() {
    String query = "Patient?identifier=" + Samples.newId();

    JsonNode issue =
        assertOutcome(client.post("Observation", observationOf(query)), 400, "invalid");

    assertEquals(
        "Given conditional reference '" + query + "' does not resolve to a resource.",
        issue.path("diagnostics").asText());
  }

  @Test
  @DisplayName("§3.17 a search URL that finds several resources is refused")
  void searchUrlThatFindsSeveralIsRefused() {
    String identifier = Samples.newId();
    client.post("Patient", Samples.patientWithIdentifier(identifier)).expect(201);
    client.post("Patient", Samples.patientWithIdentifier(identifier)).expect(201);

    JsonNode issue =
        assertOutcome(
            client.post("Observation", observationOf("Patient?identifier=" + identifier)),
            400,
            "invalid");

    assertTrue(issue.path("diagnostics").asText().endsWith("resolved to multiple resources."));
  }

  private static String observationOf(String subject) {
    return "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"pulse\"},"
        + "\"subject\":{\"reference\":\""
        + subject
        + "\"}}";
  }

  private static Instant lastModified(FhirResponse response) {
    return ZonedDateTime.parse(
            response.header("Last-Modified").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
        .toInstant();
  }
}
