package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Create unless there is such a resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#ccreate">Conditional create</a>
 */
@HttpTest
class ConditionalCreateIT {
  private final FhirClient client;

  ConditionalCreateIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§5.1 without match the resource is created, with one match that one is answered")
  void createsOnceAndThenAnswersTheMatch() {
    String identifier = Samples.newId();
    String body = Samples.patientWithIdentifier(identifier);

    FhirResponse created = create(body, "identifier=http://example.org/it|" + identifier);
    FhirResponse matched = create(body, "identifier=http://example.org/it|" + identifier);

    assertEquals(201, created.status(), created.body());
    assertEquals(200, matched.status(), matched.body());
    assertEquals(created.body(), matched.body());
    assertHeader("W/\"1\"", matched, "ETag");
    assertEquals(created.header("Last-Modified"), matched.header("Last-Modified"));
    assertEquals(created.header("Location"), matched.header("Location"));
  }

  @Test
  @DisplayName("§5.1 the match is answered as it stands now")
  void matchIsAnsweredAsItStandsNow() {
    String identifier = Samples.newId();
    FhirResponse created =
        client.post("Patient", Samples.patientWithIdentifier(identifier)).expect(201);
    String id = created.json().path("id").asText();
    String changed = created.body().replace("\"identifier\"", "\"active\":true,\"identifier\"");
    client.put("Patient/" + id, changed).expect(200);

    FhirResponse matched =
        create(Samples.patientWithIdentifier(identifier), "identifier=" + identifier).expect(200);

    assertHeader("W/\"2\"", matched, "ETag");
    assertTrue(matched.json().path("active").asBoolean());
  }

  @Test
  @DisplayName("§5.1 with several matches nothing is created")
  void severalMatchesCreateNothing() {
    String identifier = Samples.newId();
    String body = Samples.patientWithIdentifier(identifier);
    client.post("Patient", body).expect(201);
    client.post("Patient", body).expect(201);

    assertOutcome(create(body, "identifier=" + identifier), 412, "multiple-matches");
    assertEquals(2, count(identifier));
  }

  @Test
  @DisplayName("§4.1 a deleted resource is no match")
  void deletedResourceIsNoMatch() {
    String identifier = Samples.newId();
    String body = Samples.patientWithIdentifier(identifier);
    String first = client.post("Patient", body).expect(201).json().path("id").asText();
    client.delete("Patient/" + first).expect(204);

    create(body, "identifier=" + identifier).expect(201);
    assertEquals(1, count(identifier));
  }

  @ParameterizedTest
  @DisplayName("§5.1, §5.7 criteria that select nothing are refused")
  @ValueSource(strings = {"", "&", "_count=1", "nonsense=1", "identifier=%zz", "birthdate=05"})
  void criteriaThatSelectNothingAreRefused(String criteria) {
    String identifier = Samples.newId();

    assertOutcome(create(Samples.patientWithIdentifier(identifier), criteria), 400);
    assertEquals(0, count(identifier));
  }

  private FhirResponse create(String body, String criteria) {
    return client.post("Patient", body, "If-None-Exist", criteria);
  }

  private int count(String identifier) {
    return client
        .get("Patient?_summary=count&identifier=" + identifier)
        .expect(200)
        .json()
        .path("total")
        .asInt(-1);
  }
}
