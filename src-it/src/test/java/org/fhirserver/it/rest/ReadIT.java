package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertJson;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Read and vread.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#read">read</a>
 * @see <a href="https://hl7.org/fhir/R4/http.html#vread">vread</a>
 */
@HttpTest
class ReadIT {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final FhirClient client;

  ReadIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§2.1 a read answers the resource, its version and its time")
  void readAnswersResourceAndVersionAndTime() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    FhirResponse updated = client.put("Patient/" + id, Samples.patient(id, "Bell")).expect(200);

    FhirResponse read = client.get("Patient/" + id).expect(200);

    assertHeaders(read);
    assertJson(read);
    assertEquals(updated.body(), read.body());
    assertHeader("W/\"2\"", read, "ETag");
    Instant lastUpdated = Instant.parse(read.json().path("meta").path("lastUpdated").asText());
    assertHeader(HTTP_DATE.format(lastUpdated), read, "Last-Modified");
  }

  @Test
  @DisplayName("§2.2 what never was is not found")
  void whatNeverWasIsNotFound() {
    String id = Samples.newId();

    JsonNode issue = assertOutcome(client.get("Patient/" + id), 404, "not-found");

    assertEquals(
        "Resource type 'Patient' with id '" + id + "' couldn't be found.",
        issue.path("diagnostics").asText());
  }

  @Test
  @DisplayName("§1.2, §2.2 what has been deleted is gone, with the version of the deletion")
  void whatHasBeenDeletedIsGone() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    client.delete("Patient/" + id).expect(204);

    FhirResponse gone = client.get("Patient/" + id);

    assertOutcome(gone, 410, "deleted");
    assertHeader("W/\"2\"", gone, "ETag");
  }

  @Test
  @DisplayName("§2.3 every version stays readable after an update and after the delete")
  void everyVersionStaysReadable() {
    String id = Samples.newId();
    String first = client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201).body();
    String second = client.put("Patient/" + id, Samples.patient(id, "Bell")).expect(200).body();
    assertVersion(id, 1, first);
    assertVersion(id, 2, second);

    client.delete("Patient/" + id).expect(204);

    assertVersion(id, 1, first);
    assertVersion(id, 2, second);
    FhirResponse deletion = client.get("Patient/" + id + "/_history/3");
    assertOutcome(deletion, 410, "deleted");
    assertHeader("W/\"3\"", deletion, "ETag");
  }

  @ParameterizedTest
  @DisplayName("§2.3 a version that is not there is not found")
  @ValueSource(
      strings = {
        "2",
        "0",
        "-1",
        "01",
        "1.0",
        "1e0",
        "a",
        "2147483647",
        "2147483648",
        "9223372036854775808",
        "%31%20",
        "W%2F%221%22",
        "\u0661"
      })
  void versionThatIsNotThereIsNotFound(String version) {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    int status = version.contains("%2F") ? 400 : 404;

    assertOutcome(client.get("Patient/" + id + "/_history/" + version), status);
  }

  @Test
  @DisplayName("§2.3 the version of an id of another type is not found")
  void versionOfIdOfOtherTypeIsNotFound() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    assertOutcome(client.get("Observation/" + id + "/_history/1"), 404, "not-found");
    assertOutcome(client.get("Observation/" + id), 404, "not-found");
    assertOutcome(client.get("Patient/" + Samples.newId() + "/_history/1"), 404, "not-found");
  }

  @Test
  @DisplayName("§2.5 HEAD answers the headers of GET and no body")
  void headAnswersTheHeadersOfGet() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    FhirResponse head =
        client
            .send(client.request("Patient/" + id).method("HEAD", BodyPublishers.noBody()))
            .expect(200);

    FhirResponse get = client.get("Patient/" + id).expect(200);
    assertEquals("", head.body());
    for (String header : new String[] {"ETag", "Last-Modified", "Content-Type"}) {
      assertEquals(get.header(header), head.header(header), header);
    }
    assertEquals(
        404,
        client
            .send(client.request("Patient/" + id + "x").method("HEAD", BodyPublishers.noBody()))
            .status());
  }

  @Test
  @DisplayName("§1.3.1 a slash at the end is tolerated")
  void slashAtTheEndIsTolerated() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    client.get("Patient/" + id + "/").expect(200);
    client.get("Patient/" + id + "/_history/1/").expect(200);
    client.get("Patient/").expect(200);
    client.anonymous().get("metadata/").expect(200);
  }

  private void assertVersion(String id, int version, String body) {
    FhirResponse read = client.get("Patient/" + id + "/_history/" + version).expect(200);
    assertEquals(body, read.body());
    assertHeader("W/\"" + version + "\"", read, "ETag");
  }
}
