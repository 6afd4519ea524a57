package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Update.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#update">update</a>
 */
@HttpTest
class UpdateIT {
  private final FhirClient client;

  UpdateIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§3.8 an update of an unknown id creates the resource under it")
  void updateOfUnknownIdCreates() {
    String id = "Aa0.-" + Samples.newId();

    FhirResponse created = client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    assertHeader(client.base() + "Patient/" + id + "/_history/1", created, "Location");
    assertHeader("W/\"1\"", created, "ETag");
    assertEquals(id, created.json().path("id").asText());
    assertEquals("1", created.json().path("meta").path("versionId").asText());
    assertEquals(created.body(), client.get("Patient/" + id).expect(200).body());
  }

  @Test
  @DisplayName("§0.3 ids of 1 and of 64 characters are legal")
  void shortestAndLongestIdAreLegal() {
    String longest = (Samples.newId() + Samples.newId()).replace("-", "");
    assertEquals(64, longest.length());

    client.put("Patient/" + longest, Samples.patient(longest, "Adams")).expect(201);
    client.get("Patient/" + longest).expect(200);
    client.put("Basic/1", "{\"resourceType\":\"Basic\",\"id\":\"1\",\"code\":{\"text\":\"x\"}}");
    client.get("Basic/1").expect(200);
  }

  @Test
  @DisplayName("§3.8 an update of a known id makes the next version")
  void updateOfKnownIdMakesTheNextVersion() {
    String id = Samples.newId();
    FhirResponse first = client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    FhirResponse second = client.put("Patient/" + id, Samples.patient(id, "Bell")).expect(200);

    assertHeader("W/\"2\"", second, "ETag");
    assertEquals("2", second.json().path("meta").path("versionId").asText());
    assertTrue(lastUpdated(second).isAfter(lastUpdated(first)));
    assertEquals("Bell", second.json().path("name").path(0).path("family").asText());
  }

  @Test
  @DisplayName("§3.2 version and time of the client count for nothing in an update")
  void versionAndTimeOfTheClientCountForNothing() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    FhirResponse updated =
        client
            .put(
                "Patient/" + id,
                "{\"resourceType\":\"Patient\",\"id\":\""
                    + id
                    + "\",\"meta\":{\"versionId\":\"17\",\"lastUpdated\":\"2031-01-01T00:00:00Z\"},"
                    + "\"active\":true}")
            .expect(200);

    assertEquals("2", updated.json().path("meta").path("versionId").asText());
    assertFalse(lastUpdated(updated).isAfter(Instant.now()));
  }

  @Test
  @DisplayName("§3.11 an update that changes nothing makes no version")
  void updateThatChangesNothingMakesNoVersion() {
    String id = Samples.newId();
    FhirResponse first = client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    FhirResponse same = client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(200);
    FhirResponse readAndSent = client.put("Patient/" + id, first.body()).expect(200);

    for (FhirResponse response : new FhirResponse[] {same, readAndSent}) {
      assertHeader("W/\"1\"", response, "ETag");
      assertEquals(first.header("Last-Modified"), response.header("Last-Modified"));
      assertEquals(first.body(), response.body());
    }
    assertEquals(1, historySize(id));
  }

  @Test
  @DisplayName("§3.11 a tag more is a change")
  void tagMoreIsChange() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    FhirResponse tagged =
        client
            .put(
                "Patient/" + id,
                Samples.patient(id, "Adams")
                    .replace("\"name\"", "\"meta\":{\"tag\":[{\"code\":\"blue\"}]},\"name\""))
            .expect(200);

    assertHeader("W/\"2\"", tagged, "ETag");
    assertEquals(2, historySize(id));
  }

  @Test
  @DisplayName("§3.5, §3.11 another number of digits is a change")
  void otherNumberOfDigitsIsChange() {
    String id = Samples.newId();
    String body =
        Samples.observation(id, "final")
            .replace("\"code\"", "\"valueQuantity\":{\"value\":1.0},\"code\"");
    client.put("Observation/" + id, body).expect(201);

    FhirResponse updated = client.put("Observation/" + id, body.replace("1.0", "1.00")).expect(200);

    assertHeader("W/\"2\"", updated, "ETag");
  }

  @Test
  @DisplayName("§3.10 an update after the delete revives the resource and its versions go on")
  void updateAfterDeleteRevives() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    client.delete("Patient/" + id).expect(204);

    FhirResponse revived = client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    assertHeader("W/\"3\"", revived, "ETag");
    assertEquals(revived.body(), client.get("Patient/" + id).expect(200).body());
    assertEquals(3, historySize(id));
    assertEquals(
        1, client.get("Patient?_summary=count&_id=" + id).expect(200).json().path("total").asInt());
  }

  @Test
  @DisplayName("§3.9 the body must have an id")
  void bodyMustHaveId() {
    JsonNode issue =
        assertOutcome(
            client.put("Patient/" + Samples.newId(), "{\"resourceType\":\"Patient\"}"),
            400,
            "invalid");

    assertEquals("Id must be specified in the resource.", issue.path("diagnostics").asText());
  }

  @Test
  @DisplayName("§3.9 the id of the body must be that of the URL")
  void idOfTheBodyMustBeThatOfTheUrl() {
    String id = Samples.newId();

    JsonNode issue =
        assertOutcome(
            client.put("Patient/" + id, Samples.patient("other", "Adams")), 400, "invalid");

    assertEquals(
        "Id in the URL must match id in the resource.", issue.path("diagnostics").asText());
    assertOutcome(client.get("Patient/" + id), 404, "not-found");
  }

  @Test
  @DisplayName("§3.3 the type of the body must be that of the URL")
  void typeOfTheBodyMustBeThatOfTheUrl() {
    String id = Samples.newId();

    assertOutcome(client.put("Patient/" + id, Samples.observation(id, "final")), 400, "invalid");
    assertOutcome(client.get("Patient/" + id), 404, "not-found");
    assertOutcome(client.get("Observation/" + id), 404, "not-found");
  }

  @Test
  @DisplayName("§3.12 If-Match lets an update through only on the version that it names")
  void ifMatchLetsThroughOnlyOnItsVersion() {
    String id = Samples.newId();
    String path = "Patient/" + id;
    client.put(path, Samples.patient(id, "Adams")).expect(201);

    client.put(path, Samples.patient(id, "Bell"), "If-Match", "W/\"1\"").expect(200);
    FhirResponse late = client.put(path, Samples.patient(id, "Clay"), "If-Match", "W/\"1\"");
    FhirResponse early = client.put(path, Samples.patient(id, "Clay"), "If-Match", "W/\"3\"");

    JsonNode issue = assertOutcome(late, 412, "conflict");
    assertTrue(issue.path("diagnostics").asText().contains("'1'"), late.body());
    assertOutcome(early, 412, "conflict");
    assertEquals("Bell", client.get(path).json().path("name").path(0).path("family").asText());
    assertEquals(2, historySize(id));
  }

  @Test
  @DisplayName("§3.12 If-Match never creates")
  void ifMatchNeverCreates() {
    String id = Samples.newId();

    assertOutcome(
        client.put("Patient/" + id, Samples.patient(id, "Adams"), "If-Match", "W/\"1\""), 412);
    assertOutcome(client.get("Patient/" + id), 404, "not-found");
  }

  @ParameterizedTest
  @DisplayName("§3.12 an If-Match that is no weak ETag is refused")
  @ValueSource(
      strings = {
        "\"1\"",
        "\"-1\"",
        "1",
        "invalid",
        "W/1",
        "W/\"\"",
        "W/\"1",
        "W/\"-1\"",
        "W/\"x\"",
        "W/\"99999999999\"",
        "W/\"1\", W/\"2\"",
        "*"
      })
  void ifMatchThatIsNoWeakTagIsRefused(String etag) {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    assertOutcome(
        client.put("Patient/" + id, Samples.patient(id, "Bell"), "If-Match", etag), 400, "invalid");
    assertOutcome(client.delete("Patient/" + id, "If-Match", etag), 400, "invalid");
    assertEquals(1, historySize(id));
  }

  @Test
  @DisplayName("RFC 9110, 8.8.3.2: version 01 is not version 1")
  void versionWithLeadingZeroIsAnotherOne() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    FhirResponse response =
        client.put("Patient/" + id, Samples.patient(id, "Bell"), "If-Match", "W/\"01\"");

    assertTrue(response.status() == 400 || response.status() == 412, response.body());
    assertEquals(1, historySize(id));
  }

  @Test
  @DisplayName("§3.19 the same id under two types is two resources")
  void sameIdUnderTwoTypesIsTwoResources() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    client.put("Observation/" + id, Samples.observation(id, "final")).expect(201);

    client.put("Patient/" + id, Samples.patient(id, "Bell")).expect(200);
    assertHeader("W/\"2\"", client.get("Patient/" + id), "ETag");
    assertHeader("W/\"1\"", client.get("Observation/" + id), "ETag");

    client.delete("Patient/" + id).expect(204);
    client.get("Observation/" + id).expect(200);
  }

  @Test
  @DisplayName("§3.15 the client decides what an update answers")
  void clientDecidesWhatUpdateAnswers() {
    String id = Samples.newId();
    String path = "Patient/" + id;

    FhirResponse minimal =
        client.put(path, Samples.patient(id, "Adams"), "Prefer", "return=minimal").expect(201);
    FhirResponse outcome =
        client
            .put(path, Samples.patient(id, "Bell"), "Prefer", "return=OperationOutcome")
            .expect(200);
    FhirResponse representation =
        client
            .put(path, Samples.patient(id, "Clay"), "Prefer", "return=representation")
            .expect(200);

    assertEquals("", minimal.body());
    assertHeader("W/\"1\"", minimal, "ETag");
    assertEquals("OperationOutcome", outcome.json().path("resourceType").asText());
    assertHeader("W/\"2\"", outcome, "ETag");
    assertEquals("3", representation.json().path("meta").path("versionId").asText());
    assertOutcome(
        client.put(path, Samples.patient(id, "Dean"), "Prefer", "return="), 400, "invalid");
    assertEquals(3, historySize(id));
  }

  private int historySize(String id) {
    return client.get("Patient/" + id + "/_history").expect(200).json().path("total").asInt(-1);
  }

  private static Instant lastUpdated(FhirResponse response) {
    return Instant.parse(response.json().path("meta").path("lastUpdated").asText());
  }
}
