package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * Update of whatever fulfils criteria.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#cond-update">Conditional update</a>
 */
@HttpTest
class ConditionalUpdateIT {
  private final FhirClient client;
  private final String identifier = Samples.newId();
  private final String url = "Patient?identifier=http://example.org/it%7C" + identifier;

  ConditionalUpdateIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§5.2 without match the resource is created under a new id")
  void withoutMatchCreatesUnderNewId() {
    FhirResponse created = client.put(url, body()).expect(201);

    String id = created.json().path("id").asText();
    assertHeader("W/\"1\"", created, "ETag");
    assertHeader(client.base() + "Patient/" + id + "/_history/1", created, "Location");
    assertEquals(created.body(), client.get("Patient/" + id).expect(200).body());
  }

  @Test
  @DisplayName("§5.2 without match the resource is created under the id that it has")
  void withoutMatchCreatesUnderGivenId() {
    String id = Samples.newId();

    FhirResponse created = client.put(url, body(id)).expect(201);

    assertEquals(id, created.json().path("id").asText());
    assertHeader("W/\"1\"", client.get("Patient/" + id).expect(200), "ETag");
  }

  @Test
  @DisplayName("§5.2, §3.10 without match a deleted resource of that id comes to life again")
  void withoutMatchRevives() {
    String id = Samples.newId();
    client.put("Patient/" + id, body(id)).expect(201);
    client.delete("Patient/" + id).expect(204);

    assertHeader("W/\"3\"", client.put(url, body(id)).expect(201), "ETag");
  }

  @Test
  @DisplayName("§5.3 without match an id that another resource has is a conflict")
  void withoutMatchTakenIdIsConflict() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);

    assertOutcome(client.put(url, body(id)), 409, "conflict");

    assertHeader("W/\"1\"", client.get("Patient/" + id).expect(200), "ETag");
    assertEquals(0, count());
  }

  @Test
  @DisplayName("§5.2 the one match is updated, whether the resource has its id or none")
  void oneMatchIsUpdated() {
    String id = client.post("Patient", body()).expect(201).json().path("id").asText();

    FhirResponse withoutId =
        client.put(url, body().replace("{\"resourceType\":\"Patient\"", start("male"))).expect(200);
    FhirResponse withId =
        client
            .put(url, body(id).replace("{\"resourceType\":\"Patient\"", start("other")))
            .expect(200);

    assertHeader("W/\"2\"", withoutId, "ETag");
    assertEquals(id, withoutId.json().path("id").asText());
    assertHeader("W/\"3\"", withId, "ETag");
    assertEquals(withId.body(), client.get("Patient/" + id).expect(200).body());
    assertEquals(1, count());
  }

  @Test
  @DisplayName("§5.2, §3.11 an update that changes nothing makes no version")
  void updateThatChangesNothingMakesNoVersion() {
    FhirResponse created = client.put(url, body()).expect(201);

    assertEquals(created.body(), client.put(url, body()).expect(200).body());
  }

  @Test
  @DisplayName("§5.2 a match of another id than the resource has is refused")
  void matchOfOtherIdIsRefused() {
    String id = client.post("Patient", body()).expect(201).json().path("id").asText();
    String other = Samples.newId();

    JsonNode issue = assertOutcome(client.put(url, body(other)), 400, "invalid");

    assertEquals(
        "Found result with Id '" + id + "', which did not match the provided Id '" + other + "'.",
        issue.path("diagnostics").asText());
    assertHeader("W/\"1\"", client.get("Patient/" + id).expect(200), "ETag");
    assertOutcome(client.get("Patient/" + other), 404, "not-found");
  }

  @Test
  @DisplayName("§5.2 with several matches nothing is updated")
  void severalMatchesUpdateNothing() {
    String first = client.post("Patient", body()).expect(201).json().path("id").asText();
    client.post("Patient", body()).expect(201);

    assertOutcome(client.put(url, body(first)), 412, "multiple-matches");
    assertOutcome(client.put(url, body()), 412, "multiple-matches");

    assertHeader("W/\"1\"", client.get("Patient/" + first).expect(200), "ETag");
    assertEquals(2, count());
  }

  @ParameterizedTest
  @DisplayName("§5.2, §5.7 criteria that select nothing are refused")
  @ValueSource(
      strings = {
        "Patient",
        "Patient?",
        "Patient?identifier=",
        "Patient?_count=1&_sort=_id&_summary=count&_total=none&ct=x",
        "Patient?nonsense=1",
        "Patient?birthdate=05",
        "Patient?_include=Patient:link&family=x"
      })
  void criteriaThatSelectNothingAreRefused(String address) {
    assertOutcome(client.put(address, body()), 400);
    assertEquals(0, count());
  }

  @Test
  @DisplayName("§5.7 what only says how a result looks is no criterion")
  void resultParametersAreNoCriteria() {
    client.put(url + "&_count=0&_summary=count&_sort=name&_total=none&ct=x", body()).expect(201);
    client.put(url + "&_count=7", body()).expect(200);

    assertEquals(1, count());
  }

  @Test
  @DisplayName("§5.2, §3.12 If-Match lets through only on the version that it names")
  void ifMatchLetsThroughOnlyOnItsVersion() {
    assertOutcome(client.put(url, body(), "If-Match", "W/\"1\""), 412, "conflict");
    assertOutcome(client.put(url, body(Samples.newId()), "If-Match", "W/\"1\""), 412, "conflict");
    assertEquals(0, count());

    client.put(url, body()).expect(201);
    String changed = body().replace("{\"resourceType\":\"Patient\"", start("male"));
    assertOutcome(client.put(url, changed, "If-Match", "W/\"2\""), 412, "conflict");
    assertOutcome(client.put(url, changed, "If-Match", "invalid"), 400, "invalid");
    assertHeader("W/\"2\"", client.put(url, changed, "If-Match", "W/\"1\"").expect(200), "ETag");
  }

  @Test
  @DisplayName("§3.3 the type of the body must be that of the URL")
  void typeOfTheBodyMustBeThatOfTheUrl() {
    assertOutcome(client.put(url, Samples.observation(Samples.newId(), "final")), 400, "invalid");
  }

  @Test
  @DisplayName("§3.17 a search URL in place of a reference is resolved")
  void searchUrlInPlaceOfReferenceIsResolved() {
    String patient = client.post("Patient", body()).expect(201).json().path("id").asText();
    String observation =
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
            + "\"identifier\":[{\"value\":\""
            + identifier
            + "\"}],\"subject\":{\"reference\":\"Patient?identifier="
            + identifier
            + "\"}}";

    FhirResponse created =
        client.put("Observation?identifier=" + identifier, observation).expect(201);

    assertEquals("Patient/" + patient, created.json().path("subject").path("reference").asText());
  }

  @Test
  @DisplayName("§14.7, §14.9 a reader changes nothing and learns nothing")
  void readerChangesNothing() {
    client.post("Patient", body()).expect(201);
    client.post("Patient", body()).expect(201);
    FhirClient reader = client.as("reader");

    assertOutcome(reader.put(url, body()), 403, "forbidden");
    assertOutcome(reader.put("Patient?identifier=" + Samples.newId(), body()), 403, "forbidden");
  }

  @Test
  @DisplayName("§3.18, §5.2 64 equal conditional updates make one resource")
  void equalConditionalUpdatesMakeOneResource() {
    List<FhirResponse> responses = Parallel.run(64, writer -> client.put(url, body()));

    assertEquals(Map.of(201, 1L, 200, 63L), statuses(responses));
    assertEquals(1, responses.stream().map(FhirResponse::body).distinct().count());
    assertEquals(1, count());
  }

  @Test
  @DisplayName("§3.18, §1.3.2 creates and updates by criteria in any spelling make one resource")
  void criteriaInAnySpellingMakeOneResource() {
    List<String> spellings =
        List.of(
            "identifier=http://example.org/it%7C" + identifier + "&active:not=false",
            "active:not=false&identifier=http%3A%2F%2Fexample.org%2Fit%7C" + identifier,
            "%69dentifier=http://example.org/it%7c" + identifier + "&active:not=false&_count=1",
            "active%3Anot=false&family=&identifier=http://example.org/it%7C" + identifier);

    List<FhirResponse> responses =
        Parallel.run(
            32,
            writer -> {
              String criteria = spellings.get(writer / 2 % spellings.size());
              return writer % 2 == 0
                  ? client.put("Patient?" + criteria, body())
                  : client.post("Patient", body(), "If-None-Exist", criteria);
            });

    assertEquals(Map.of(201, 1L, 200, 31L), statuses(responses));
    assertEquals(1, count());
  }

  @Test
  @DisplayName("§3.18 conditional updates lose no change of one another")
  void conditionalUpdatesLoseNoChange() {
    String id = client.put(url, body()).expect(201).json().path("id").asText();

    List<FhirResponse> responses =
        Parallel.run(
            16,
            writer ->
                client.put(
                    url,
                    body()
                        .replace(
                            "{\"resourceType\":\"Patient\"",
                            "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"W"
                                + writer
                                + "\"}]")));

    assertEquals(Map.of(200, 16L), statuses(responses));
    assertEquals(
        16, responses.stream().map(response -> response.header("ETag")).distinct().count());
    assertHeader("W/\"17\"", client.get("Patient/" + id).expect(200), "ETag");
  }

  @Test
  @DisplayName("§3.18 while the match changes and goes, each conditional update does one thing")
  void whileTheMatchChangesEachUpdateDoesOneThing() {
    client.put(url, body()).expect(201);

    List<FhirResponse> responses =
        Parallel.run(
            16,
            writer ->
                writer % 4 == 0
                    ? client.delete(url)
                    : client.put(
                        url,
                        body()
                            .replace(
                                "{\"resourceType\":\"Patient\"",
                                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"W"
                                    + writer
                                    + "\"}]")));

    assertTrue(
        List.of(200, 201, 204).containsAll(statuses(responses).keySet()),
        () -> statuses(responses).toString());
    assertTrue(count() <= 1);
  }

  private String body() {
    return Samples.patientWithIdentifier(identifier);
  }

  private String body(String id) {
    return body().replace("\"Patient\"", "\"Patient\",\"id\":\"" + id + "\"");
  }

  private static String start(String gender) {
    return "{\"resourceType\":\"Patient\",\"gender\":\"" + gender + "\"";
  }

  private static Map<Integer, Long> statuses(List<FhirResponse> responses) {
    return responses.stream()
        .map(FhirResponse::status)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private int count() {
    return client
        .get("Patient?_summary=count&identifier=" + identifier)
        .expect(200)
        .json()
        .path("total")
        .asInt(-1);
  }
}
