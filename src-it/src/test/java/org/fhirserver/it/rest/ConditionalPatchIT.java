package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Patch of whatever fulfils criteria.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#patch">Conditional patch</a>
 */
@HttpTest
class ConditionalPatchIT {
  private static final String PATCH =
      "[{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"female\"}]";

  private final FhirClient client;
  private final String identifier = Samples.newId();
  private final String url = "Patient?identifier=" + identifier;

  ConditionalPatchIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§5.6 without match there is nothing to patch")
  void withoutMatchThereIsNothingToPatch() {
    assertOutcome(client.patch(url, PATCH), 404, "not-found");
  }

  @Test
  @DisplayName("§5.6, §5.7 the one match is patched")
  void oneMatchIsPatched() {
    String id = create();

    FhirResponse patched = client.patch(url + "&_count=0&_sort=_id", PATCH).expect(200);

    assertHeader("W/\"2\"", patched, "ETag");
    assertEquals("female", patched.json().path("gender").asText());
    assertEquals(patched.body(), client.get("Patient/" + id).expect(200).body());
  }

  @Test
  @DisplayName("§5.6 with several matches nothing is patched")
  void severalMatchesPatchNothing() {
    String id = create();
    create();

    assertOutcome(client.patch(url, PATCH), 412, "multiple-matches");
    assertHeader("W/\"1\"", client.get("Patient/" + id).expect(200), "ETag");
  }

  @ParameterizedTest
  @DisplayName("§5.6 criteria that select nothing or are not supported do not hold")
  @ValueSource(
      strings = {
        "Patient",
        "Patient?",
        "Patient?_tag=",
        "Patient?_count=1",
        "Patient?nonsense=1",
        "Patient?family:foo=x",
        "Patient?family=x&_include=Patient:link"
      })
  void criteriaThatSelectNothingDoNotHold(String address) {
    assertOutcome(client.patch(address, PATCH), 412);
  }

  @Test
  @DisplayName("§1.2 a malformed value in the criteria is refused")
  void malformedValueIsRefused() {
    assertOutcome(client.patch("Patient?birthdate=05", PATCH), 400);
    assertOutcome(client.patch("Patient?identifier=%FF", PATCH), 400);
  }

  @Test
  @DisplayName("§5.6 If-Match lets a conditional patch through only on the version that it names")
  void ifMatchLetsThroughOnlyOnItsVersion() {
    create();

    assertOutcome(client.patch(url, PATCH, "If-Match", "W/\"2\""), 412, "conflict");
    assertOutcome(client.patch(url, PATCH, "If-Match", "x"), 400, "invalid");
    client.patch(url, PATCH, "If-Match", "W/\"1\"").expect(200);
  }

  @Test
  @DisplayName("§6.2 an empty body is refused before all else")
  void emptyBodyIsRefused() {
    assertOutcome(client.patch(url, ""), 400, "invalid");
  }

  @Test
  @DisplayName("§14.7, §14.9 a reader patches nothing and learns nothing")
  void readerPatchesNothing() {
    assertOutcome(client.as("reader").patch(url, PATCH), 403, "forbidden");
    create();
    assertOutcome(client.as("reader").patch(url, PATCH), 403, "forbidden");
    client.as("writer").patch(url, PATCH).expect(200);
  }

  @Test
  @DisplayName("§3.18 parallel conditional patches lose nothing of one another")
  void parallelPatchesLoseNothing() {
    String id = create();

    List<FhirResponse> responses =
        Parallel.run(
            16,
            writer ->
                client.patch(
                    url,
                    "[{\"op\":\"add\",\"path\":\"/identifier/-\",\"value\":{\"value\":\"w"
                        + writer
                        + "\"}}]"));

    responses.forEach(response -> response.expect(200));
    assertEquals(17, client.get("Patient/" + id).expect(200).json().path("identifier").size());
  }

  private String create() {
    return client
        .post("Patient", Samples.patientWithIdentifier(identifier))
        .expect(201)
        .json()
        .path("id")
        .asText();
  }
}
