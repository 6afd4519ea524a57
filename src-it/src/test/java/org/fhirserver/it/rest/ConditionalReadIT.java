package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads by clients that know a version.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#cread">Conditional read</a>
 */
@HttpTest
class ConditionalReadIT {
  private final FhirClient client;
  private final String path = "Patient/" + Samples.newId();

  private FhirResponse second;

  ConditionalReadIT(FhirClient client) {
    this.client = client;
  }

  @BeforeEach
  void writeTwoVersions() {
    String id = path.substring("Patient/".length());
    client.put(path, Samples.patient(id, "Adams")).expect(201);
    second = client.put(path, Samples.patient(id, "Bell")).expect(200);
  }

  @ParameterizedTest
  @DisplayName("§2.4, §5.8 who knows the version gets no body")
  @ValueSource(strings = {"W/\"2\"", "\"2\"", "*", "W/\"1\", W/\"2\"", "W/\"7\",\"2\""})
  void whoKnowsTheVersionGetsNoBody(String tags) {
    for (String address : new String[] {path, path + "/_history/2"}) {
      FhirResponse response = client.get(address, "If-None-Match", tags);

      assertEquals(304, response.status(), response.body());
      assertEquals("", response.body());
      assertHeaders(response);
      assertHeader("W/\"2\"", response, "ETag");
      assertEquals(second.header("Last-Modified"), response.header("Last-Modified"));
      assertEquals(Optional.empty(), response.header("Content-Type"));
    }
  }

  @ParameterizedTest
  @DisplayName("§2.4 who knows another version gets the resource")
  @ValueSource(strings = {"W/\"1\"", "\"02\"", "W/\"3\"", "\"x\""})
  void whoKnowsAnotherVersionGetsTheResource(String tags) {
    assertEquals(second.body(), client.get(path, "If-None-Match", tags).expect(200).body());
  }

  @Test
  @DisplayName("§2.4 several lines of If-None-Match count as one list")
  void severalLinesCountAsOneList() {
    client.get(path, "If-None-Match", "W/\"1\"", "If-None-Match", "W/\"2\"").expect(304);
  }

  @ParameterizedTest
  @DisplayName("§2.4 a malformed If-None-Match is refused")
  @ValueSource(strings = {"2", "W/2", "W/\"2", "invalid", "w/\"2\"", "*, *"})
  void malformedTagIsRefused(String tags) {
    assertOutcome(client.get(path, "If-None-Match", tags), 400, "invalid");
    assertOutcome(client.get(path + "/_history/1", "If-None-Match", tags), 400, "invalid");
  }

  @Test
  @DisplayName("§2.4 who has read since the last change gets no body")
  void whoHasReadSinceTheLastChangeGetsNoBody() {
    String lastModified = second.header("Last-Modified").orElseThrow();

    FhirResponse same = client.get(path, "If-Modified-Since", lastModified);

    assertEquals(304, same.status(), same.body());
    assertEquals("", same.body());
    assertHeader("W/\"2\"", same, "ETag");
    client.get(path, "If-Modified-Since", shifted(lastModified, 1)).expect(304);
    client.get(path, "If-Modified-Since", shifted(lastModified, -1)).expect(200);
    client.get(path + "/_history/2", "If-Modified-Since", lastModified).expect(304);
  }

  @ParameterizedTest
  @DisplayName("RFC 9110, 13.1.3: an If-Modified-Since that is no date is ignored")
  @ValueSource(strings = {"yesterday", "2099-01-01T00:00:00Z", "0"})
  void noDateIsIgnored(String since) {
    client.get(path, "If-Modified-Since", since).expect(200);
  }

  @Test
  @DisplayName("RFC 9110, 13.1.3: beside If-None-Match, If-Modified-Since is ignored")
  void besideTagsTheTimeIsIgnored() {
    String lastModified = second.header("Last-Modified").orElseThrow();

    client.get(path, "If-None-Match", "W/\"1\"", "If-Modified-Since", lastModified).expect(200);
    client
        .get(path, "If-None-Match", "W/\"2\"", "If-Modified-Since", shifted(lastModified, -3600))
        .expect(304);
  }

  @Test
  @DisplayName("§2.2, §2.4 a condition hides neither a deletion nor that there is nothing")
  void conditionHidesNoDeletion() {
    client.delete(path).expect(204);

    assertOutcome(client.get(path, "If-None-Match", "*"), 410, "deleted");
    assertOutcome(client.get(path, "If-None-Match", "W/\"3\""), 410, "deleted");
    assertOutcome(client.get("Patient/" + Samples.newId(), "If-None-Match", "*"), 404, "not-found");
  }

  private static String shifted(String date, int seconds) {
    return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
        .plusSeconds(seconds)
        .format(DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'"));
  }
}
