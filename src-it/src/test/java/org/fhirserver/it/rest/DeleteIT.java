package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Delete.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#delete">delete</a>
 */
@HttpTest
class DeleteIT {
  private final FhirClient client;

  DeleteIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName(
      "§4.1 a delete answers its version; then the resource is gone and not found by search")
  void deletedResourceIsGoneAndNotFoundBySearch() {
    String identifier = Samples.newId();
    String id =
        client
            .post("Patient", Samples.patientWithIdentifier(identifier))
            .expect(201)
            .json()
            .path("id")
            .asText();
    assertEquals(1, count("identifier=" + identifier));

    FhirResponse deleted = client.delete("Patient/" + id).expect(204);

    assertHeaders(deleted);
    assertHeader("W/\"2\"", deleted, "ETag");
    assertEquals("", deleted.body());
    assertOutcome(client.get("Patient/" + id), 410, "deleted");
    assertEquals(0, count("identifier=" + identifier));
    assertEquals(0, count("_id=" + id));
    assertEquals(
        "DELETE",
        client
            .get("Patient/" + id + "/_history")
            .expect(200)
            .json()
            .path("entry")
            .path(0)
            .path("request")
            .path("method")
            .asText());
  }

  @Test
  @DisplayName("§4.2, §7.8 a second delete succeeds and makes no version")
  void secondDeleteSucceedsAndMakesNoVersion() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    client.delete("Patient/" + id).expect(204);

    FhirResponse again = client.delete("Patient/" + id).expect(204);

    assertHeader("W/\"2\"", again, "ETag");
    assertEquals(
        2, client.get("Patient/" + id + "/_history").expect(200).json().path("total").asInt());
  }

  @Test
  @DisplayName("§4.2 a delete of what never was succeeds and leaves nothing")
  void deleteOfWhatNeverWasSucceeds() {
    String id = Samples.newId();

    client.delete("Patient/" + id).expect(204);

    assertOutcome(client.get("Patient/" + id), 404, "not-found");
    assertOutcome(client.get("Patient/" + id + "/_history"), 404, "not-found");
  }

  @Test
  @DisplayName("§4.5 a single version cannot be deleted")
  void singleVersionCannotBeDeleted() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    assertOutcome(client.delete("Patient/" + id + "/_history/1"), 405);

    client.get("Patient/" + id + "/_history/1").expect(200);
  }

  @Test
  @DisplayName("§4.6 If-Match lets a delete through only on the version that it names")
  void ifMatchLetsDeleteThroughOnlyOnItsVersion() {
    String id = Samples.newId();
    String path = "Patient/" + id;
    client.put(path, Samples.patient(id, "Adams")).expect(201);
    client.put(path, Samples.patient(id, "Bell")).expect(200);

    assertOutcome(client.delete(path, "If-Match", "W/\"1\""), 412, "conflict");
    client.get(path).expect(200);
    assertHeader("W/\"3\"", client.delete(path, "If-Match", "W/\"2\"").expect(204), "ETag");
    assertOutcome(client.get(path), 410, "deleted");
  }

  @Test
  @DisplayName("§4.7 what others refer to can be deleted")
  void whatOthersReferToCanBeDeleted() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    client
        .put(
            "Observation/" + id,
            Samples.observation(id, "final")
                .replace("\"code\"", "\"subject\":{\"reference\":\"Patient/" + id + "\"},\"code\""))
        .expect(201);

    client.delete("Patient/" + id).expect(204);

    client.get("Observation/" + id).expect(200);
  }

  private int count(String query) {
    return client.get("Patient?_summary=count&" + query).expect(200).json().path("total").asInt(-1);
  }
}
