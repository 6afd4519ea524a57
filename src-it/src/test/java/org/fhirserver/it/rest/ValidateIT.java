package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertJson;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What $validate says of a resource: §12.1 and §14.7.
 *
 * @see <a href="https://hl7.org/fhir/R4/resource-operation-validate.html">$validate</a>
 */
@HttpTest
@TestInstance(Lifecycle.PER_CLASS)
class ValidateIT {
  private static final String ALL_OK = "All OK: no issues were found.";
  private static final String CONFORMING =
      "'active':true,'birthDate':'1980-01-01','name':[{'family':'Adams'}],"
          + "'identifier':[{'system':'http://example.org/number','value':'1'}]";

  private final FhirClient client;
  private Optional<OwnDefinitions> definitions = Optional.empty();

  ValidateIT(FhirClient client) {
    this.client = client;
  }

  @BeforeAll
  void storeDefinitions() {
    definitions = Optional.of(OwnDefinitions.store(client));
  }

  @Test
  @DisplayName("§12.1 a resource without mistakes is all OK, and is not stored")
  void resourceWithoutMistakesIsAllOk() {
    String id = Samples.newId();

    assertAllOk(client.post("Patient/$validate", Samples.patient(id, "Adams")));
    assertAllOk(client.post("Patient/" + id + "/$validate", Samples.patient(id, "Adams")));

    assertOutcome(client.get("Patient/" + id), 404, "not-found");
  }

  @ParameterizedTest(name = "[{index}] {1} {2}")
  @DisplayName("§12.1 mistakes of structure are told with their place")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'foo':1 | Patient | 'foo'",
        "'active':'true' | Patient.active | 'active'",
        "'gender':'boy' | Patient.gender | 'boy'",
        "'birthDate':'1980-02-30' | Patient.birthDate | date",
        "'name':[{'famly':'x'}] | Patient.name[0] | 'famly'",
        "'link':[{'type':'refer'}] | Patient.link[0].other | 'other' is missing",
        "'contact':[{'gender':'male'}] | Patient.contact[0] | pat-1",
        "'meta':{'profile':['#']},'name':[{}] | Patient.name[0] | empty",
      })
  void mistakesOfStructureAreToldWithTheirPlace(String content, String place, String text) {
    String patient = patient(content);

    assertError(client.post("Patient/$validate", patient), place, text);
    assertError(client.post("Patient/$validate", parameters(patient, "")), place, text);
  }

  @Test
  @DisplayName("§12.1 every mistake is told, a broken rule too")
  void everyMistakeIsTold() {
    String observation = "'resourceType':'Observation'";
    List<JsonNode> missing =
        issues(client.post("Observation/$validate", json("{" + observation + "}")));

    assertEquals(2, missing.size(), missing.toString());
    assertError(
        client.post(
            "Observation/$validate",
            json(
                "{"
                    + observation
                    + ",'status':'final','code':{'text':'a'},'valueString':'b',"
                    + "'dataAbsentReason':{'text':'c'}}")),
        "Observation",
        "obs-6");
  }

  @ParameterizedTest(name = "{1} {2}")
  @DisplayName("§12.1 what a stored profile forbids is an error at its place")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'active':true -> 'active':false | Patient.active | true",
        "'active':true, -> | Patient | Patient.active",
        "'birthDate':'1980-01-01', -> | Patient | Patient.birthDate",
        "[{'family':'Adams'}] -> [{'family':'Adams'},{'family':'Bell'}] | Patient | Patient.name",
        "org/number -> org/other | Patient | Patient.identifier:number",
        "'active':true -> 'active':true,'maritalStatus':{'coding':[{'system':"
            + "'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus','code':'S'}]} |"
            + " Patient.maritalStatus | M",
      })
  void whatStoredProfileForbidsIsError(String change, String place, String text) {
    String[] sides = change.split(" ?-> ?", -1);
    assertTrue(CONFORMING.contains(sides[0]), change);
    String patient = patient(CONFORMING.replace(sides[0], sides[1]));

    assertError(client.post(byProfile("Patient/$validate"), patient), place, text);
  }

  @Test
  @DisplayName("§12.1 the profile stands in the URL, in Parameters or in the resource")
  void profileStandsInUrlParametersOrResource() {
    String profile = definitions().patient();
    String inBody = "{'name':'profile','valueUri':'" + profile + "'}";
    String inMeta = "'meta':{'profile':['" + profile + "']},";
    String wrong = "'active':true";

    assertAllOk(client.post("Patient/$validate", patient(wrong)));
    assertAllOk(client.post(byProfile("Patient/$validate"), patient(CONFORMING)));
    assertAllOk(client.post("Patient/$validate", parameters(patient(CONFORMING), inBody)));
    assertAllOk(client.post("Patient/$validate", patient(inMeta + CONFORMING)));
    for (FhirResponse refused :
        List.of(
            client.post(byProfile("Patient/$validate"), patient(wrong)),
            client.post(byProfile("Patient/$validate"), parameters(patient(wrong), "")),
            client.post("Patient/$validate", parameters(patient(wrong), inBody)),
            client.post(
                "Patient/$validate",
                parameters(patient(wrong), inBody.replace("valueUri", "valueCanonical"))),
            client.post("Patient/$validate", patient(inMeta + wrong)))) {
      assertError(refused, "Patient", "Patient.birthDate");
    }
  }

  @Test
  @DisplayName("§12.1 the stored resource is validated if the body has none")
  void storedResourceIsValidated() {
    String good = create(CONFORMING);
    String bad = create("'active':true");
    String inBody = "{'name':'profile','valueUri':'" + definitions().patient() + "'}";

    assertAllOk(client.get(bad + "/$validate"));
    assertAllOk(client.get(byProfile(good + "/$validate")));
    assertError(client.get(byProfile(bad + "/$validate")), "Patient", "Patient.birthDate");
    assertError(client.post(bad + "/$validate", parameters("", inBody)), "Patient", "birthDate");
    assertError(
        client.send(client.request(byProfile(bad + "/$validate")).POST(BodyPublishers.noBody())),
        "Patient",
        "Patient.birthDate");
  }

  @Test
  @DisplayName("§12.1 codes are looked up in stored value sets and code systems")
  void codesAreLookedUpInStoredValueSets() {
    String path = "Observation/$validate?profile=" + definitions().colour();

    assertAllOk(client.post(path, observation("red")));
    assertError(client.post(path, observation("green")), "Observation.code", "ValueSet");
    assertError(client.post(path, observation("blue")), "Observation.code", "ValueSet");
    assertError(
        client.post("Observation/$validate", observation("blue")), "Observation.code", "#blue");
  }

  @Test
  @DisplayName("§12.1 a profile counts as it is now")
  void profileCountsAsItIsNow() {
    OwnDefinitions own = OwnDefinitions.store(client);
    String path = "Patient/$validate?profile=" + own.patient();
    String married =
        patient(
            CONFORMING
                + ",'maritalStatus':{'coding':[{'system':"
                + "'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus','code':'M'}]}");
    assertAllOk(client.post(path, married));

    own.putPatientProfile(client, "S", 200);

    assertError(client.post(path, married), "Patient.maritalStatus", "");
    client.delete("StructureDefinition/" + own.patient().replaceFirst(".*/", "")).expect(204);
    assertEquals(
        List.of("not-found"),
        issues(client.post(path, married)).stream().map(i -> i.path("code").asText()).toList());
  }

  @Test
  @DisplayName("§12.1 a profile that is not known is told, in the URL as an error")
  void unknownProfileIsTold() {
    String unknown = "http://example.org/StructureDefinition/" + Samples.newId();

    List<JsonNode> asked =
        issues(client.post("Patient/$validate?profile=" + unknown, patient("'active':true")));
    List<JsonNode> named =
        issues(
            client.post(
                "Patient/$validate",
                patient("'meta':{'profile':['" + unknown + "']},'active':true")));

    assertEquals(1, asked.size(), asked.toString());
    assertEquals("error", asked.get(0).path("severity").asText());
    assertTrue(asked.get(0).path("diagnostics").asText().contains(unknown), asked.toString());
    assertEquals(1, named.size(), named.toString());
    assertEquals("warning", named.get(0).path("severity").asText());
    assertEquals("Patient.meta.profile[0]", named.get(0).path("expression").path(0).asText());
  }

  @Test
  @DisplayName("§12.1 the mode says what the resource is meant for")
  void modeSaysWhatTheResourceIsMeantFor() {
    String path = create("'active':true");
    String id = path.substring("Patient/".length());
    String other = Samples.newId();

    assertAllOk(client.post("Patient/$validate?mode=create", patient("'active':true")));
    assertAllOk(
        client.post(path + "/$validate?mode=update", patient("'id':'" + id + "','active':true")));
    assertAllOk(client.get(path + "/$validate?mode=delete"));
    assertAllOk(client.get(path + "/$validate?mode=profile"));
    assertAllOk(
        client.post(
            "Patient/$validate",
            parameters(patient("'active':true"), "{'name':'mode','valueCode':'create'}")));
    assertError(
        client.post(path + "/$validate?mode=update", patient("'id':'" + other + "','active':true")),
        "",
        "must match");
    assertError(
        client.post(path + "/$validate?mode=update", patient("'active':true")), "", "Id must");
    assertOutcome(client.post("Patient/$validate?mode=update", patient("'active':true")), 400);
    assertOutcome(client.get("Patient/" + other + "/$validate?mode=delete"), 404, "not-found");
    client.get(path).expect(200);
  }

  @Test
  @DisplayName("§14.7 a reader validates, but is told what it may not do")
  void readerValidates() {
    FhirClient reader = client.as("reader");
    String path = create("'active':true");

    assertAllOk(reader.post("Patient/$validate", patient("'active':true")));
    assertAllOk(reader.get(path + "/$validate"));
    for (FhirResponse told :
        List.of(
            reader.post("Patient/$validate?mode=create", patient("'active':true")),
            reader.post(path + "/$validate?mode=update", patient("'active':true")),
            reader.get(path + "/$validate?mode=delete"))) {
      assertEquals("forbidden", issues(told).get(0).path("code").asText(), told.body());
    }
    assertOutcome(client.anonymous().post("Patient/$validate", patient("'active':true")), 401);
  }

  @Test
  @DisplayName("§10.1, §12.1 a resource in XML is validated as one in JSON")
  void xmlIsValidated() {
    String start = "<Patient xmlns=\"http://hl7.org/fhir\">";
    String path = byProfile("Patient/$validate");

    assertAllOk(postXml("Patient/$validate", start + "<active value=\"true\"/></Patient>"));
    assertError(
        postXml(path, start + "<active value=\"true\"/></Patient>"), "Patient", "birthDate");
    assertError(
        postXml("Patient/$validate", start + "<gender value=\"boy\"/></Patient>"),
        "Patient.gender",
        "'boy'");
    assertOutcome(postXml("Patient/$validate", start + "<active value="), 400);
    JsonNode issue =
        assertOutcome(postXml("Observation/$validate", start + "</Patient>"), 400, "invalid");
    assertTrue(issue.path("diagnostics").asText().contains("must match"), issue.toString());
  }

  @ParameterizedTest(name = "[{index}]")
  @DisplayName("§1.2 a body that is no resource of that type is refused")
  @FieldSource("org.fhirserver.it.rest.InvalidBodies#BODIES")
  void bodyThatIsNoResourceIsRefused(String body, String text) {
    assertOutcome(client.post("Patient/$validate", body), 400);
  }

  @Test
  @DisplayName("§1.2 a hostile body is refused")
  void hostileBodyIsRefused() {
    for (int depth : List.of(3_000, 100_000)) {
      String deep =
          patient("'extension':" + "[{'extension':".repeat(depth) + "[]" + "}]".repeat(depth));
      assertOutcome(client.post("Patient/$validate", deep), 400);
      assertOutcome(client.post("Patient/$validate", parameters(deep, "")), 400);
      assertOutcome(client.post("Patient/$validate", json("{'a':".repeat(depth))), 400);
    }
    String nested =
        patient("'extension':" + "[{'url':'u','extension':".repeat(300) + "[]" + "}]".repeat(300));
    assertTrue(issues(client.post("Patient/$validate", nested)).size() < 1000);
    String large = patient("'name':[{'family':'" + "x".repeat(1 << 20) + "'}]");
    assertOutcome(client.post("Patient/$validate", large), 413, "too-long");
  }

  @ParameterizedTest
  @DisplayName("§12.1 a request that is not understood is refused")
  @ValueSource(
      strings = {
        "?profile=nonsense",
        "?profile=",
        "?profile=/StructureDefinition/a",
        "?profile=http://[",
        "?profile=http://example.org/a&profile=http://example.org/b",
        "?mode=destroy",
        "?mode=Create",
        "?foo=bar",
        "?resource=a"
      })
  void requestThatIsNotUnderstoodIsRefused(String query) {
    assertOutcome(client.post("Patient/$validate" + encoded(query), patient("'active':true")), 400);
  }

  @Test
  @DisplayName("§12.1 Parameters that are not understood are refused")
  void parametersThatAreNotUnderstoodAreRefused() {
    String patient = patient("'active':true");
    for (String parameter :
        List.of(
            "{'name':'foo','valueString':'bar'}",
            "{'name':'profile','valueUri':'nonsense'}",
            "{'name':'profile'}",
            "{'name':'mode','valueCode':'destroy'}",
            "{'name':'resource','valueString':'a'}",
            "{'name':'resource','resource':{'resourceType':'Patient'}}")) {
      assertOutcome(client.post("Patient/$validate", parameters(patient, parameter)), 400);
    }
    assertOutcome(client.post("Patient/$validate", parameters("", "")), 400, "invalid");
    assertOutcome(client.post("Observation/$validate", parameters(patient, "")), 400, "invalid");
  }

  @Test
  @DisplayName("§1.2, §12.1 what is not there is not found")
  void whatIsNotThereIsNotFound() {
    String deleted = create("'active':true");
    client.delete(deleted).expect(204);

    assertOutcome(client.get("Patient/" + Samples.newId() + "/$validate"), 404, "not-found");
    assertOutcome(client.get(deleted + "/$validate"), 410, "deleted");
    assertOutcome(client.get("Patient/$validate"), 400, "invalid");
    assertOutcome(client.post("$validate", patient("'active':true")), 404, "not-found");
    assertOutcome(client.put("Patient/$validate", patient("'active':true")), 405, "not-supported");
  }

  private static void assertAllOk(FhirResponse response) {
    List<JsonNode> issues = issues(response);
    assertEquals(1, issues.size(), response.body());
    JsonNode issue = issues.get(0);
    assertEquals("information", issue.path("severity").asText(), response.body());
    assertEquals("informational", issue.path("code").asText(), response.body());
    assertEquals(ALL_OK, issue.path("diagnostics").asText(), response.body());
  }

  /** That an issue is an error of that place, "" for none, whose text contains another one. */
  private static void assertError(FhirResponse response, String place, String text) {
    assertTrue(
        issues(response).stream()
            .anyMatch(
                issue ->
                    issue.path("severity").asText().equals("error")
                        && issue.path("expression").path(0).asText().equals(place)
                        && issue.path("diagnostics").asText().contains(text)),
        () -> "No error at '" + place + "' with '" + text + "': " + response.body());
  }

  private static List<JsonNode> issues(FhirResponse response) {
    assertEquals(200, response.status(), response.body());
    assertHeaders(response);
    assertJson(response);
    assertEquals("OperationOutcome", response.json().path("resourceType").asText());
    return StreamSupport.stream(response.json().path("issue").spliterator(), false).toList();
  }

  private OwnDefinitions definitions() {
    return definitions.orElseThrow();
  }

  private String byProfile(String path) {
    return path + "?profile=" + definitions().patient();
  }

  private String create(String content) {
    return "Patient/"
        + client.post("Patient", patient(content)).expect(201).json().path("id").asText();
  }

  private String observation(String colour) {
    return json(
        "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'"
            + definitions().colours()
            + "','code':'"
            + colour
            + "'}]}}");
  }

  private FhirResponse postXml(String path, String body) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/fhir+xml")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Parameters with a resource and one more parameter, each "" for none. */
  private static String parameters(String resource, String other) {
    String first = resource.isEmpty() ? "" : "{'name':'resource','resource':" + resource + "}";
    String comma = resource.isEmpty() || other.isEmpty() ? "" : ",";
    return json("{'resourceType':'Parameters','parameter':[" + first + comma + other + "]}");
  }

  private static String patient(String content) {
    return json("{'resourceType':'Patient'," + content + "}");
  }

  private static String encoded(String query) {
    return query.replace("[", "%5B");
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
