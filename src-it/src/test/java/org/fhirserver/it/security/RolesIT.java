package org.fhirserver.it.security;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the roles may do: §14.5 to §14.9. */
@HttpTest
class RolesIT {
  private static final String PATIENT = "{\"resourceType\":\"Patient\"}";

  private final FhirClient admin;
  private final FhirClient writer;
  private final FhirClient reader;

  RolesIT(FhirClient client) {
    admin = client;
    writer = client.as("writer");
    reader = client.as("reader");
  }

  @Test
  @DisplayName("§14.7 a reader reads, searches and sees the history")
  void readerReads() {
    String id = create();

    reader.get("Patient/" + id).expect(200);
    reader.get("Patient/" + id + "/_history/1").expect(200);
    reader.get("Patient/" + id + "/_history").expect(200);
    reader.get("Patient?_id=" + id).expect(200);
    reader.get("metadata").expect(200);
    assertOutcome(reader.get("Patient/" + Samples.newId()), 404, "not-found");
  }

  @Test
  @DisplayName("§14.7, §14.9 a reader changes nothing")
  void readerChangesNothing() {
    String id = create();
    String identifier = Samples.newId();

    for (FhirResponse response :
        List.of(
            reader.post("Patient", Samples.patientWithIdentifier(identifier)),
            reader.post(
                "Patient",
                Samples.patientWithIdentifier(identifier),
                "If-None-Exist",
                "identifier=" + identifier),
            reader.put("Patient/" + id, Samples.patient(id, "Changed")),
            reader.put("Patient/" + id, Samples.patient(id, "Changed"), "If-Match", "W/\"1\""),
            reader.put("Patient/" + id + "x", Samples.patient(id + "x", "New")),
            reader.delete("Patient/" + id),
            reader.delete("Patient/" + Samples.newId()))) {
      JsonNode issue = assertOutcome(response, 403, "forbidden");
      assertEquals("Authorization failed.", issue.path("diagnostics").asText());
    }
    assertEquals(1, admin.get("Patient/" + id + "/_history").json().path("total").asInt());
    assertOutcome(admin.get("Patient/" + id + "x"), 404, "not-found");
    assertEquals(
        0, admin.get("Patient?identifier=" + identifier).expect(200).json().path("total").asInt());
  }

  @Test
  @DisplayName("§14.7 a writer creates, updates and deletes")
  void writerWrites() {
    String id = Samples.newId();

    writer.post("Patient", PATIENT).expect(201);
    writer.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    writer.put("Patient/" + id, Samples.patient(id, "Bell")).expect(200);
    writer.get("Patient/" + id).expect(200);
    writer.delete("Patient/" + id).expect(204);
  }

  @ParameterizedTest
  @DisplayName("§14.7 a writer reads definitions but does not change them; an admin does")
  @ValueSource(
      strings = {
        "{\"resourceType\":\"ValueSet\",\"id\":\"ID\",\"status\":\"draft\"}",
        "{\"resourceType\":\"CodeSystem\",\"id\":\"ID\",\"status\":\"draft\","
            + "\"content\":\"complete\"}",
        "{\"resourceType\":\"StructureDefinition\",\"id\":\"ID\",\"url\":\"http://example.org/sd\","
            + "\"name\":\"X\",\"status\":\"draft\",\"kind\":\"resource\",\"abstract\":false,"
            + "\"type\":\"Patient\",\"derivation\":\"constraint\","
            + "\"baseDefinition\":\"http://hl7.org/fhir/StructureDefinition/Patient\","
            + "\"differential\":{\"element\":[{\"id\":\"Patient\",\"path\":\"Patient\"}]}}"
      })
  void writerDoesNotChangeDefinitions(String template) {
    String id = Samples.newId();
    String body = template.replace("ID", id);
    String type = body.split("\"")[3];

    assertOutcome(writer.post(type, body), 403, "forbidden");
    assertOutcome(writer.put(type + "/" + id, body), 403, "forbidden");
    admin.put(type + "/" + id, body).expect(201);
    writer.get(type + "/" + id).expect(200);
    assertOutcome(writer.delete(type + "/" + id), 403, "forbidden");
    admin.delete(type + "/" + id).expect(204);
  }

  @Test
  @DisplayName("§14.9 what may not be done in a batch is refused there, the rest is done")
  void forbiddenEntryOfBatchIsRefused() {
    String id = create();
    String batch =
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
            + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/"
            + id
            + "\"}},{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/"
            + id
            + "\"}}]}";

    JsonNode entries = reader.post("", batch).expect(200).json().path("entry");

    assertEquals("200", status(entries.path(0)));
    assertEquals("403", status(entries.path(1)));
    admin.get("Patient/" + id).expect(200);
  }

  @Test
  @DisplayName("§14.9 what may not be done in a transaction undoes all of it")
  void forbiddenEntryOfTransactionUndoesAll() {
    String id = Samples.newId();
    String transaction =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
            + "{\"resource\":"
            + Samples.patient(id, "Adams")
            + ",\"request\":{\"method\":\"PUT\",\"url\":\"Patient/"
            + id
            + "\"}},{\"resource\":{\"resourceType\":\"ValueSet\",\"status\":\"draft\"},"
            + "\"request\":{\"method\":\"POST\",\"url\":\"ValueSet\"}}]}";

    FhirResponse response = writer.post("", transaction);

    assertOutcome(response, 403);
    assertTrue(
        response.json().path("issue").findValuesAsText("code").contains("forbidden"),
        response.body());
    assertOutcome(admin.get("Patient/" + id), 404, "not-found");
  }

  private String create() {
    return admin.post("Patient", PATIENT).expect(201).json().path("id").asText();
  }

  private static String status(JsonNode entry) {
    return entry.path("response").path("status").asText().split(" ")[0];
  }
}
