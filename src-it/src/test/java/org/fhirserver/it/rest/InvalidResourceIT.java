package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no valid resource: each is refused with thing and place, nothing is stored. */
@HttpTest
class InvalidResourceIT {

  private final FhirClient client;
  private int stored;

  InvalidResourceIT(FhirClient client) {
    this.client = client;
  }

  @BeforeEach
  void countStored() {
    stored = count();
  }

  @AfterEach
  void nothingIsStored() {
    assertEquals(stored, count());
  }

  @ParameterizedTest(name = "[{index}] {1} {2}")
  @DisplayName("§3.4 a mistake in a resource is refused by name and place")
  @FieldSource("org.fhirserver.it.rest.InvalidBodies#PATIENTS")
  void mistakeIsRefusedByNameAndPlace(String content, String expression, String text) {
    FhirResponse response =
        client.post("Patient", "{\"resourceType\":\"Patient\"," + content + "}");

    assertOutcome(response, 400);
    assertTrue(
        StreamSupport.stream(response.json().path("issue").spliterator(), false)
            .anyMatch(issue -> tells(issue, expression, text)),
        response.body());
    assertTrue(response.body().length() < 100_000, "Echoes too much");
  }

  @ParameterizedTest(name = "[{index}] {1}")
  @DisplayName("§1.2 a body that is no resource is refused")
  @FieldSource("org.fhirserver.it.rest.InvalidBodies#BODIES")
  void bodyThatIsNoResourceIsRefused(String body, String text) {
    JsonNode issue = assertOutcome(client.post("Patient", body), 400);

    assertTrue(issue.path("diagnostics").asText().contains(text), issue.toString());
  }

  @Test
  @DisplayName("§3.4 every mistake is told, also that nothing is there")
  void everyMistakeIsTold() {
    FhirResponse response = client.post("Observation", "{\"resourceType\":\"Observation\"}");

    assertOutcome(response, 400);
    assertEquals(2, response.json().path("issue").size(), response.body());
    assertEquals(
        "Observation.code",
        response.json().path("issue").path(1).path("expression").path(0).asText());
  }

  @Test
  @DisplayName("§3.4 an update with a mistake leaves the resource as it is")
  void updateWithMistakeLeavesTheResource() {
    String id = Samples.newId();
    String body = client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201).body();
    stored++;

    FhirResponse refused =
        client.put("Patient/" + id, Samples.patient(id, "Bell").replace("family", "famly"));

    assertOutcome(refused, 400);
    assertEquals(body, client.get("Patient/" + id).expect(200).body());
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("RFC 8259: JSON that is not UTF-8 is refused")
  @FieldSource("org.fhirserver.it.rest.InvalidBodies#NOT_UTF_8")
  void jsonThatIsNotUtf8IsRefused(String name, byte[] family) {
    byte[] start = ascii("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"");
    byte[] end = ascii("\"}]}");
    byte[] body = new byte[start.length + family.length + end.length];
    System.arraycopy(start, 0, body, 0, start.length);
    System.arraycopy(family, 0, body, start.length, family.length);
    System.arraycopy(end, 0, body, start.length + family.length, end.length);

    assertOutcome(post(body), 400);
  }

  @ParameterizedTest
  @DisplayName("RFC 8259: JSON in UTF-16 or UTF-32 is refused")
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
  void jsonInOtherEncodingIsRefused(String charset) {
    assertOutcome(post("{\"resourceType\":\"Patient\"}".getBytes(Charset.forName(charset))), 400);
  }

  private FhirResponse post(byte[] body) {
    return client.send(
        client
            .request("Patient")
            .header("Content-Type", "application/fhir+json")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private int count() {
    return client.get("Patient?_summary=count").expect(200).json().path("total").asInt();
  }

  private static boolean tells(JsonNode issue, String expression, String text) {
    return issue.path("expression").path(0).asText().equals(expression)
        && issue.path("diagnostics").asText().contains(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
