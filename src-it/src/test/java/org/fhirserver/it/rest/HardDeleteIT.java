package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delete for good: §4.3, and what cannot be deleted: §4.5. */
@HttpTest
class HardDeleteIT {
  private final FhirClient client;

  HardDeleteIT(FhirClient client) {
    this.client = client;
  }

  @ParameterizedTest
  @DisplayName("§4.3 after a hard delete there never was such a resource")
  @ValueSource(
      strings = {"hardDelete=true", "_hardDelete=true", "hardDelete=true&_hardDelete=true"})
  void afterHardDeleteThereNeverWas(String query) {
    String identifier = Samples.newId();
    String id =
        client
            .post("Patient", Samples.patientWithIdentifier(identifier))
            .expect(201)
            .json()
            .path("id")
            .asText();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(200);
    client.put("Observation/" + id, Samples.observation(id, "final")).expect(201);

    FhirResponse deleted = client.delete("Patient/" + id + "?" + query).expect(204);

    assertEquals(Optional.empty(), deleted.header("ETag"));
    assertGone(id);
    assertEquals(0, client.get("Patient?identifier=" + identifier).json().path("total").asInt());
    assertEquals(0, client.get("Patient?_id=" + id).json().path("total").asInt());
    JsonNode types = client.get("Patient/_history?_count=50").expect(200).json();
    assertTrue(!types.toString().contains(id), "The history of the type still tells of it");
    client.get("Observation/" + id).expect(200);
    client.delete("Patient/" + id + "?" + query).expect(204);
    FhirResponse again = client.put("Patient/" + id, Samples.patient(id, "Bell")).expect(201);
    assertEquals("1", again.json().path("meta").path("versionId").asText());
    assertEquals(1, client.get("Patient/" + id + "/_history").json().path("total").asInt());
  }

  @Test
  @DisplayName("§4.3 a hard delete also removes what is deleted already")
  void removesWhatIsDeletedAlready() {
    String id = create();
    client.delete("Patient/" + id).expect(204);
    assertOutcome(client.get("Patient/" + id), 410, "deleted");

    client.delete("Patient/" + id + "?hardDelete=true").expect(204);

    assertGone(id);
  }

  @Test
  @DisplayName("§4.3 without the right a hard delete is forbidden and removes nothing")
  void needsItsOwnRight() {
    String id = create();

    assertOutcome(
        client.as("writer").delete("Patient/" + id + "?hardDelete=true"), 403, "forbidden");
    assertOutcome(
        client.as("reader").delete("Patient/" + id + "?hardDelete=true"), 403, "forbidden");
    assertOutcome(
        client.as("writer").delete("Patient/" + Samples.newId() + "?hardDelete=true"), 403);

    client.get("Patient/" + id).expect(200);
    client.as("writer").delete("Patient/" + id + "?hardDelete=false").expect(204);
    client.get("Patient/" + id + "/_history/1").expect(200);
  }

  @Test
  @DisplayName("§4.6 If-Match holds for a hard delete")
  void ifMatchHolds() {
    String id = create();
    client.put("Patient/" + id, Samples.patient(id, "Bell")).expect(200);
    String url = "Patient/" + id + "?hardDelete=true";

    assertOutcome(client.delete(url, "If-Match", "W/\"1\""), 412, "conflict");
    client.get("Patient/" + id + "/_history/1").expect(200);
    client.delete(url, "If-Match", "W/\"2\"").expect(204);
    assertGone(id);
  }

  @ParameterizedTest
  @DisplayName("§4.3 what is neither true nor false is refused")
  @ValueSource(
      strings = {
        "hardDelete=yes",
        "hardDelete=",
        "hardDelete",
        "hardDelete=TRUE",
        "hardDelete=true&hardDelete=false",
        "hardDelete=true&_hardDelete=false",
        "harddelete=true",
        "hardDelete=true&foo=bar"
      })
  void otherValuesAreRefused(String query) {
    String id = create();

    assertOutcome(client.delete("Patient/" + id + "?" + query), 400);

    client.get("Patient/" + id).expect(200);
  }

  @Test
  @DisplayName("§4.3, C2 hard deletes among updates leave a whole resource or none")
  void hardDeletesAmongUpdatesLeaveAWholeResourceOrNone() {
    String id = Samples.newId();
    List<Boolean> fine =
        Parallel.run(
            6,
            writer -> {
              boolean known = true;
              for (int n = 0; n < 15; n++) {
                int status =
                    writer < 2
                        ? client.delete("Patient/" + id + "?hardDelete=true").status()
                        : client
                            .put("Patient/" + id, Samples.patient(id, "W" + writer + "N" + n))
                            .status();
                known &= List.of(200, 201, 204, 409).contains(status);
              }
              return known;
            });

    assertTrue(fine.stream().allMatch(known -> known));
    client.put("Patient/" + id, Samples.patient(id, "Last"));
    int version =
        client.get("Patient/" + id).expect(200).json().path("meta").path("versionId").asInt();
    assertEquals(
        version,
        Integer.parseInt(
            client
                .get("Patient/" + id + "/_history?_count=1")
                .json()
                .path("entry")
                .get(0)
                .path("response")
                .path("etag")
                .asText()
                .replaceAll("\\D", "")));
    assertEquals(1, client.get("Patient?_id=" + id).json().path("total").asInt());
    assertEquals(1, client.get("Patient?family=Last&_id=" + id).json().path("total").asInt());
  }

  private String create() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    return id;
  }

  private void assertGone(String id) {
    assertOutcome(client.get("Patient/" + id), 404, "not-found");
    for (int version = 1; version <= 3; version++) {
      assertOutcome(client.get("Patient/" + id + "/_history/" + version), 404, "not-found");
    }
    assertOutcome(client.get("Patient/" + id + "/_history"), 404, "not-found");
  }
}
