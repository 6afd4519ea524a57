package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What writes answer.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#ops">Prefer: return</a>
 */
@HttpTest
class PreferIT {
  private static final String PREFER = "Prefer";
  private static final String APPLIED = "Preference-Applied";

  private final FhirClient client;
  private final String identifier = Samples.newId();
  private final String url = "Patient?identifier=" + identifier;

  PreferIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§3.15 with return=minimal no write has a body")
  void minimalHasNoBody() {
    for (FhirResponse response : writes("return=minimal")) {
      assertEquals("", response.body());
      assertHeader("return=minimal", response, APPLIED);
      assertTrue(response.header("ETag").isPresent());
    }
    for (FhirResponse response : deletes("return=minimal")) {
      assertEquals(204, response.status(), response.body());
      assertHeader("return=minimal", response, APPLIED);
    }
  }

  @Test
  @DisplayName("§3.15 with return=representation a write answers the resource")
  void representationIsTheResource() {
    for (FhirResponse response : writes("return=representation")) {
      assertEquals("Patient", response.json().path("resourceType").asText());
      assertHeader("return=representation", response, APPLIED);
    }
    for (FhirResponse response : deletes("return=representation")) {
      assertEquals(204, response.status(), response.body());
      assertEquals(Optional.empty(), response.header(APPLIED));
    }
  }

  @Test
  @DisplayName("§3.15, §5.5 with return=OperationOutcome a write tells what happened")
  void operationOutcomeTellsWhatHappened() {
    List<FhirResponse> responses = new ArrayList<>(writes("return=OperationOutcome"));
    List<FhirResponse> deletes = deletes("return=OperationOutcome");
    deletes.forEach(response -> response.expect(200));
    responses.addAll(deletes);

    for (FhirResponse response : responses) {
      JsonNode outcome = response.json();
      assertEquals("OperationOutcome", outcome.path("resourceType").asText());
      assertEquals(
          "information", outcome.path("issue").path(0).path("severity").asText(), response.body());
      assertHeader("return=OperationOutcome", response, APPLIED);
    }
  }

  @Test
  @DisplayName("§3.15 without preference a write answers the resource and applies nothing")
  void withoutPreferenceTheResourceIsAnswered() {
    FhirResponse created = client.post("Patient", Samples.patientWithIdentifier(identifier));

    assertEquals("Patient", created.expect(201).json().path("resourceType").asText());
    assertEquals(Optional.empty(), created.header(APPLIED));
  }

  @ParameterizedTest
  @DisplayName("§3.15 an empty or unknown preference is refused, and which is told")
  @ValueSource(strings = {"return=", "return", "return=Minimal", "return=all", "handling=loose"})
  void unknownPreferenceIsRefused(String preference) {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    String value = preference.contains("=") ? preference.split("=", 2)[1] : "";

    for (FhirResponse response :
        List.of(
            client.post("Patient", Samples.patient(id, "Bell"), PREFER, preference),
            client.put("Patient/" + id, Samples.patient(id, "Bell"), PREFER, preference),
            client.put("Patient?_id=" + id, Samples.patient(id, "Bell"), PREFER, preference),
            client.patch("Patient/" + id, "[]", PREFER, preference),
            client.patch("Patient?_id=" + id, "[]", PREFER, preference),
            client.delete("Patient/" + id, PREFER, preference),
            client.delete("Patient?_id=" + id, PREFER, preference))) {
      JsonNode issue = assertOutcome(response, 400, "invalid");
      assertTrue(issue.path("diagnostics").asText().contains("'" + value + "'"), issue.toString());
    }
    assertHeader("W/\"1\"", client.get("Patient/" + id).expect(200), "ETag");
  }

  @Test
  @DisplayName("RFC 7240: of a preference given twice the first counts, quotes count for nothing")
  void ofPreferenceGivenTwiceTheFirstCounts() {
    FhirResponse response =
        client
            .post(
                "Patient",
                Samples.patientWithIdentifier(identifier),
                PREFER,
                "respond-async, RETURN=\"minimal\"; wait=3",
                PREFER,
                "return=representation")
            .expect(201);

    assertEquals("", response.body());
    assertHeader("return=minimal", response, APPLIED);
  }

  @Test
  @DisplayName("RFC 7240: a search tells which handling it has applied")
  void searchTellsWhichHandlingItHasApplied() {
    for (String handling : List.of("handling=lenient", "handling=strict")) {
      assertHeader(handling, client.get(url, PREFER, handling).expect(200), APPLIED);
    }
    assertEquals(Optional.empty(), client.get(url).expect(200).header(APPLIED));
  }

  /** A create, its repetition by criteria, updates and patches, all with that preference. */
  private List<FhirResponse> writes(String preference) {
    String body = Samples.patientWithIdentifier(identifier);
    FhirResponse created = client.post("Patient", body, PREFER, preference).expect(201);
    String id = created.header("Location").orElseThrow().split("/Patient/")[1].split("/")[0];
    String patch = "[{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"%s\"}]";
    return List.of(
        created,
        client
            .post("Patient", body, PREFER, preference, "If-None-Exist", "identifier=" + identifier)
            .expect(200),
        client.put("Patient/" + id, Samples.patient(id, "Adams"), PREFER, preference).expect(200),
        client
            .put(
                "Patient?_id=" + id, body.replace("}]}", "}],\"active\":true}"), PREFER, preference)
            .expect(200),
        client.patch("Patient/" + id, patch.formatted("male"), PREFER, preference).expect(200),
        client.patch(url, patch.formatted("other"), PREFER, preference).expect(200));
  }

  /** Deletes of one resource, of the same again, of one by criteria, and of none. */
  private List<FhirResponse> deletes(String preference) {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    String other = Samples.newId();
    client.put("Patient/" + other, Samples.patient(other, "Adams")).expect(201);
    return List.of(
        client.delete("Patient/" + id, PREFER, preference),
        client.delete("Patient/" + id, PREFER, preference),
        client.delete("Patient?_id=" + other, PREFER, preference),
        client.delete("Patient?_id=" + other, PREFER, preference),
        client.delete("Patient/" + Samples.newId(), PREFER, preference));
  }
}
