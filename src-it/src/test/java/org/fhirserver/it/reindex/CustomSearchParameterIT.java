package org.fhirserver.it.reindex;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SearchParameters that clients store: §12.8 and pains 28. It waits for jobs most of the time, so
 * it lets the tests of the shared server go on.
 */
@HttpTest(onOwnServers = true)
@TestInstance(Lifecycle.PER_CLASS)
class CustomSearchParameterIT {
  private static final String CORE = "http://hl7.org/fhir/us/core/";
  private static final String ASSERTED =
      "http://hl7.org/fhir/StructureDefinition/condition-assertedDate";

  private final ServerUnderTest server;
  private final FhirClient client;
  private CustomParameters own;
  private String code;

  CustomSearchParameterIT(Servers servers) {
    server = servers.start(ServerOptions.defaults().with("FHIR_JOB_TIME_SHARE", "100"));
    client = FhirClient.of(server);
  }

  @BeforeEach
  void takeWordsOfItsOwn() {
    own = new CustomParameters(client);
    code = own.word;
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  @DisplayName("§12.8, pains 28 finds what was there before and what comes later, never a part")
  void findsWhatWasThereBeforeAndWhatComesLater() {
    own.store(1, 600, "red");
    own.put(own.definition(code, "string", own.expression())).expect(201);
    own.store(601, 700, "red");
    client.put("Patient/" + own.word + "-1", own.patient(own.word + "-1", "blue").toString());
    client.delete("Patient/" + own.word + "-2").expect(204);

    assertEquals(698, own.countWhenReady("Patient?" + code + "=red"));

    assertEquals(1, CustomParameters.count(client, "Patient?" + code + "=blue"));
    assertEquals(
        0,
        CustomParameters.count(
            client, "Patient?family=" + own.word + "&" + code + ":missing=true"));
    client.put("Patient/" + own.word + "-1", own.patient(own.word + "-1", "green").toString());
    assertEquals(0, CustomParameters.count(client, "Patient?" + code + "=blue"));
    assertEquals(1, CustomParameters.count(client, "Patient?" + code + ":exact=green"));
    JsonNode first =
        client.get("Patient?family=" + own.word + "&_count=1&_sort=" + code).expect(200).json();
    assertEquals(own.word + "-1", first.path("entry").path(0).path("resource").path("id").asText());
  }

  @Test
  @DisplayName("§12.8 a chain and a reverse chain lead through custom parameters")
  void chainsLeadThroughCustomParameters() {
    own.store(1, 1, "red");
    String observation =
        "{'resourceType':'Observation','id':'%s','status':'final','code':{'text':'x'},"
            + "'subject':{'reference':'Patient/%s-1'}}";
    client.put(
        "Observation/" + own.word, observation.formatted(own.word, own.word).replace('\'', '"'));
    ObjectNode about = own.definition(code + "-about", "reference", "Observation.subject");
    about.putArray("base").add("Observation");
    own.put(about).expect(201);
    own.put(own.definition(code, "string", own.expression())).expect(201);

    assertEquals(1, own.countWhenReady("Observation?subject:Patient." + code + "=red"));
    String patient = "Patient?_id=" + own.word + "-1&_has:Observation:" + code + "-about:status=";
    assertEquals(1, own.countWhenReady(patient + "final"));
    assertEquals(0, own.countWhenReady(patient + "amended"));
  }

  @ParameterizedTest
  @CsvSource({"us-core-race, race", "us-core-ethnicity, ethnicity"})
  @DisplayName("US Core's race and ethnicity are found by their codes")
  void findsUsCoreRaceAndEthnicity(String extension, String name) {
    String url = CORE + "StructureDefinition/" + extension;
    String patient =
        "{'resourceType':'Patient','extension':[{'url':'%s','extension':[{'url':'ombCategory',"
            + "'valueCoding':{'system':'urn:oid:2.16.840.1.113883.6.238','code':'%s'}},"
            + "{'url':'text','valueString':'%s'}]}]}";
    client.post("Patient", patient.formatted(url, code, code).replace('\'', '"')).expect(201);
    String expression = "Patient.extension.where(url = '" + url + "').extension.value.code";
    own.put(own.definition(name + "-" + code, "token", expression)).expect(201);

    assertEquals(1, own.countWhenReady("Patient?" + name + "-" + code + "=" + code));
    assertEquals(0, CustomParameters.count(client, "Patient?" + name + "-" + code + "=x" + code));
  }

  @Test
  @DisplayName("US Core's asserted date of a Condition is found, written with its type")
  void findsUsCoreAssertedDate() {
    client
        .post(
            "Condition",
            ("{'resourceType':'Condition','subject':{'reference':'Patient/x'},'extension':[{'url':'"
                    + ASSERTED
                    + "','valueDateTime':'1876-05-04'}]}")
                .replace('\'', '"'))
        .expect(201);
    ObjectNode definition =
        own.definition(
            "asserted-date-" + code,
            "date",
            "Condition.extension.where(url = '" + ASSERTED + "').valueDateTime");
    definition.putArray("base").add("Condition");
    own.put(definition).expect(201);

    assertTrue(own.countWhenReady("Condition?asserted-date-" + code + "=1876-05-04") >= 1);
    assertEquals(
        0, CustomParameters.count(client, "Condition?asserted-date-" + code + "=1876-05-05"));
  }

  @Test
  @DisplayName("What the specification's own parameter finds needs no index of its own")
  void specificationServesWhatIsDerivedFromIt() {
    ObjectNode derived = own.definition("family", "string", "Patient.name.family");
    derived.put("url", "http://example.org/" + code);
    derived.put("derivedFrom", "http://hl7.org/fhir/SearchParameter/individual-family");
    client.post("SearchParameter", derived.toString()).expect(201);
    ObjectNode same = own.definition("birthdate", "date", "Patient.birthDate");
    same.put("url", "http://example.org/same-" + code);
    client.post("SearchParameter", same.toString()).expect(201);

    client.get("Patient?family=x&birthdate=2000&_summary=count").expect(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x; token; Patient.nme; 400; is not defined at",
        "x; token; Patient.name.first(); 400; cannot be indexed",
        "x; special; Patient.name; 400; has no values of its type",
        "x; quantity; Patient.birthDate; 400; has no values of its type",
        "x; token; Patient.meta.versionId; 400; the server itself sets",
        "a.b; token; Patient.gender; 400; cannot be the name",
        "ct; token; Patient.gender; 400; cannot be the name",
        "_x; token; Patient.gender; 400; cannot be the name",
        "gender; token; Patient.active; 409; has another search parameter"
      })
  @DisplayName("§12.8 what cannot be indexed is refused with the reason")
  void refusesWhatCannotBeIndexed(
      String name, String type, String expression, int status, String reason) {
    ObjectNode definition = own.definition(name, type, expression);
    definition.put("url", "http://example.org/refused-" + code);

    FhirResponse refused = client.post("SearchParameter", definition.toString());

    String text = assertOutcome(refused, status).path("diagnostics").asText();
    assertTrue(text.contains(reason), text);
  }

  @Test
  @DisplayName("§12.8 a name or URL that another SearchParameter has is refused")
  void refusesWhatAnotherOneHas() {
    own.put(own.definition(code, "string", own.expression())).expect(201);
    ObjectNode sameName = own.definition(code, "string", own.expression());
    sameName.put("url", "http://example.org/other-" + code);
    ObjectNode sameUrl = own.definition(code, "string", own.expression()).put("code", "b" + code);

    assertOutcome(client.post("SearchParameter", sameName.toString()), 409, "duplicate");
    assertOutcome(client.post("SearchParameter", sameUrl.toString()), 409, "duplicate");
  }

  @Test
  @DisplayName("§12.8 in a transaction the entry is named and nothing is stored")
  void refusedInTransactionNamesTheEntry() {
    ObjectNode bad = own.definition(code, "token", "Patient.nme");
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
            + own.patient("x", "y").put("gender", "other")
            + ",\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}},{\"resource\":"
            + bad
            + ",\"request\":{\"method\":\"POST\",\"url\":\"SearchParameter\"}}]}";

    FhirResponse refused = client.post("", bundle);

    assertOutcome(refused, 400);
    assertTrue(refused.body().contains("Bundle.entry[1]"), refused.body());
    assertEquals(0, CustomParameters.count(client, "Patient?family=" + own.word));
  }

  @Test
  @DisplayName("§12.8 drafts and the specification's own have no effect")
  void draftsHaveNoEffect() {
    own.put(own.definition(code, "token", "Patient.nme").put("status", "draft")).expect(201);
    ObjectNode specified = own.definition("name", "string", "Patient.nme");
    specified.put("url", "http://hl7.org/fhir/SearchParameter/Patient-name");
    client.post("SearchParameter", specified.toString()).expect(201);

    assertOutcome(client.get("Patient?" + code + "=x"), 400, "not-supported");
    client.get("Patient?name=x&_count=1").expect(200);
  }

  @Test
  @DisplayName("§12.8 retired and deleted parameters are refused, not ignored; and come back")
  void retiredAndDeletedAreRefused() {
    own.store(1, 20, "red");
    ObjectNode definition = own.definition(code, "string", own.expression());
    own.put(definition).expect(201);
    String search = "Patient?" + code + "=red";
    assertEquals(20, own.countWhenReady(search));
    assertTrue(declares());

    own.put(definition.put("status", "retired")).expect(200);
    for (String handling : List.of("strict", "lenient")) {
      String text =
          assertOutcome(client.get(search, "Prefer", "handling=" + handling), 400, "not-supported")
              .path("diagnostics")
              .asText();
      assertTrue(text.contains("'" + code + "' for Patient is retired"), text);
    }
    for (String chain : List.of("Observation?subject.", "DiagnosticReport?result.subject.")) {
      assertOutcome(client.get(chain + code + "=red"), 400, "not-supported");
    }
    assertFalse(declares());
    own.store(15, 30, "red");

    own.put(definition.put("status", "active")).expect(200);
    assertEquals(30, own.countWhenReady(search));

    client.delete("SearchParameter/" + code).expect(204);
    assertOutcome(client.get(search), 400, "not-supported");
    assertFalse(declares());
  }

  @Test
  @DisplayName("§12.8 a changed definition finds by its new expression alone")
  void changedDefinitionFindsByItsNewExpression() {
    own.store(1, 60, "red");
    ObjectNode definition = own.definition(code, "string", own.expression());
    own.put(definition).expect(201);
    assertEquals(60, own.countWhenReady("Patient?" + code + "=red"));

    own.put(definition.put("expression", "Patient.name.family | " + own.expression())).expect(200);
    assertEquals(60, own.countWhenReady("Patient?" + code + "=" + own.word));
    own.put(definition.put("expression", "Patient.name.text")).expect(200);
    assertEquals(0, own.countWhenReady("Patient?" + code + "=red"));
  }

  @Test
  @DisplayName("A composite that would change how other parameters are indexed is refused")
  void refusesCompositeThatComesTooLate() {
    ObjectNode gender = own.definition(code + "-gender", "token", "Patient.contact.gender");
    ObjectNode family = own.definition(code + "-family", "string", "Patient.contact.name.family");
    ObjectNode composite = own.definition(code + "-both", "composite", "Patient.contact");
    component(composite, gender, "gender");
    component(composite, family, "name.family");
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
            + String.join(",", entry(gender), entry(family), entry(composite))
            + "]}";

    FhirResponse refused = client.post("", bundle);

    assertOutcome(refused, 400);
    assertTrue(refused.body().contains("cannot pair its components"), refused.body());
  }

  @Test
  @DisplayName("A composite over the whole resource finds what its components find")
  void compositeOverTheWholeResourceFindsBoth() {
    own.store(1, 3, "red");
    own.put(own.definition(code, "string", own.expression())).expect(201);
    ObjectNode composite = own.definition(code + "-both", "composite", "Patient");
    component(composite, own.definition(code, "string", ""), own.expression());
    composite
        .withArray("component")
        .addObject()
        .put("definition", "http://hl7.org/fhir/SearchParameter/individual-family")
        .put("expression", "name.family");
    own.put(composite).expect(201);

    assertEquals(3, own.countWhenReady("Patient?" + code + "-both=red$" + own.word));
    assertEquals(0, CustomParameters.count(client, "Patient?" + code + "-both=blue$" + own.word));
    assertOutcome(client.delete("SearchParameter/" + code), 409, "conflict");
  }

  private static String entry(ObjectNode definition) {
    return "{\"resource\":"
        + definition
        + ",\"request\":{\"method\":\"POST\",\"url\":\"SearchParameter\"}}";
  }

  private static void component(ObjectNode composite, ObjectNode part, String expression) {
    composite
        .withArray("component")
        .addObject()
        .put("definition", part.path("url").asText())
        .put("expression", expression);
  }

  private boolean declares() {
    return client.get("metadata").expect(200).body().contains("\"name\":\"" + code + "\"");
  }
}
