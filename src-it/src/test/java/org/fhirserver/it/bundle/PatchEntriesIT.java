package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patches in transactions and batches: §6.9, §11.3, §11.9, §11.14. */
@HttpTest
class PatchEntriesIT {
  private static final String DEACTIVATE = "[{'op':'replace','path':'/active','value':false}]";

  private static final String FHIRPATH_PATCH =
      "{'resourceType':'Parameters','parameter':[{'name':'operation','part':["
          + "{'name':'type','valueCode':'replace'},"
          + "{'name':'path','valueString':'Patient.active'},"
          + "{'name':'value','valueBoolean':false}]}]}";

  private final FhirClient client;
  private final String id = Bundles.id();
  private final String key = "Patient/" + id;
  private final String criteria = "identifier=urn:t%7C" + id;

  PatchEntriesIT(FhirClient client) {
    this.client = client;
  }

  @BeforeEach
  void storeOne() {
    client
        .put(
            key,
            ("{'resourceType':'Patient','id':'"
                    + id
                    + "','active':true,'identifier':[{'system':'urn:t','value':'"
                    + id
                    + "'}]}")
                .replace('\'', '"'))
        .expect(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void changeTheResourceOfThatId(String type) {
    JsonNode answer = accepted(bundle(type).jsonPatch(key, DEACTIVATE));

    assertPatched(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void changeWhatFulfilsTheCriteria(String type) {
    JsonNode answer = accepted(bundle(type).jsonPatch("Patient?" + criteria, DEACTIVATE));

    assertPatched(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void areTakenAsParametersToo(String type) {
    JsonNode answer = accepted(bundle(type).carrying("PATCH", key, FHIRPATH_PATCH));

    assertPatched(answer);
    assertFailed(
        400,
        type,
        client.post(
            "",
            bundle(type)
                .carrying("PATCH", key, FHIRPATH_PATCH.replace("replace", "brew"))
                .toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void holdIfMatch(String type) {
    Bundles stale = bundle(type).jsonPatch(key, DEACTIVATE).with("ifMatch", "W/\"2\"");
    assertFailed(412, type, client.post("", stale.toString()));

    assertPatched(accepted(bundle(type).jsonPatch(key, DEACTIVATE).with("ifMatch", "W/\"1\"")));
  }

  /** Patches come after creates and updates and before reads. */
  @Test
  void seeWhatTheTransactionCreatesAndAreSeenByItsReads() {
    String fullUrl = Bundles.fullUrl();
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .get(key)
                .jsonPatch(
                    key,
                    "[{'op':'add','path':'/managingOrganization','value':{'reference':'"
                        + fullUrl
                        + "'}},{'op':'add','path':'/generalPractitioner','value':[{'reference':"
                        + "'Organization?identifier=urn:t|"
                        + id
                        + "'}]}]")
                .post(
                    fullUrl,
                    "{'resourceType':'Organization','identifier':[{'system':'urn:t','value':'"
                        + id
                        + "'}]}"));
    String organization = Bundles.keys(answer).get(2);

    assertEquals(List.of("200", "200", "201"), Bundles.statuses(answer));
    for (int i = 0; i < 2; i++) {
      JsonNode patient = Bundles.resource(answer, i);
      assertEquals(organization, patient.path("managingOrganization").path("reference").asText());
      assertEquals(
          organization, patient.path("generalPractitioner").path(0).path("reference").asText());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "[{'op':'test','path':'/active','value':false}] => 400",
        "[{'op':'brew','path':'/active'}] => 400",
        "[{'op':'replace','path':'/id','value':'x'}] => 400",
        "[{'op':'replace','path':'/active','value':'no'}] => 400",
        "no patch => 400",
        "[{'op':'remove'}] => 400",
      })
  void areRefusedWithNothingStored(String patch, int status) {
    for (String type : List.of("transaction", "batch")) {
      FhirResponse response = client.post("", bundle(type).jsonPatch(key, patch).toString());

      assertFailed(status, type, response);
    }
    assertEquals("1", client.get(key).expect(200).json().path("meta").path("versionId").asText());
  }

  @ParameterizedTest
  @CsvSource({"Patient/none, 404", "Patient?identifier=none, 404", "Patient, 412", "None/1, 404"})
  void areRefusedWhereNothingIs(String url, int status) {
    for (String type : List.of("transaction", "batch")) {
      FhirResponse response =
          client.post(
              "", bundle(type).jsonPatch(url.replace("none", id + "x"), DEACTIVATE).toString());

      assertFailed(status, type, response);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'resourceType':'Patient'}",
        "{'resourceType':'Binary','contentType':'text/plain','data':'W10='}",
        "{'resourceType':'Binary','contentType':'application/json-patch+json'}",
      })
  void areRefusedInOtherResources(String resource) {
    JsonNode answer = accepted(Bundles.batch().carrying("PATCH", key, resource));

    assertTrue(List.of("400", "415").containsAll(Bundles.statuses(answer)), answer.toString());
  }

  @Test
  void areRefusedBesideOtherWritesOfTheSameResource() {
    for (Bundles bundle :
        List.of(
            Bundles.transaction().jsonPatch(key, DEACTIVATE).delete(key),
            Bundles.transaction().jsonPatch(key, DEACTIVATE).jsonPatch(key, DEACTIVATE),
            Bundles.transaction()
                .jsonPatch("Patient?" + criteria, DEACTIVATE)
                .jsonPatch(key, DEACTIVATE),
            Bundles.transaction()
                .jsonPatch("Patient?" + criteria, DEACTIVATE)
                .delete("Patient?" + criteria))) {
      assertFailed(400, "transaction", client.post("", bundle.toString()));
    }
    assertEquals("1", client.get(key).expect(200).json().path("meta").path("versionId").asText());
  }

  /** §11.7. */
  @Test
  void leaveNothingIfTheTransactionFails() {
    Bundles bundle = Bundles.transaction().jsonPatch(key, DEACTIVATE).get(key + "none");

    assertFailed(404, "transaction", client.post("", bundle.toString()));
    assertTrue(client.get(key).expect(200).json().path("active").asBoolean());
    assertEquals(1, client.get(key + "/_history").expect(200).json().path("entry").size());
  }

  private void assertPatched(JsonNode answer) {
    assertEquals(List.of("200"), Bundles.statuses(answer));
    assertEquals("W/\"2\"", Bundles.response(answer, 0).path("etag").asText());
    assertEquals(List.of(key), Bundles.keys(answer));
    assertEquals(client.get(key).expect(200).json(), Bundles.resource(answer, 0));
    assertTrue(Bundles.resource(answer, 0).path("active").isBoolean());
    assertEquals("false", Bundles.resource(answer, 0).path("active").asText());
  }

  private static void assertFailed(int status, String type, FhirResponse response) {
    if (type.equals("transaction")) {
      assertEquals(status, response.status(), response.body());
      assertEquals("processing", response.json().path("issue").path(0).path("code").asText());
    } else {
      assertEquals(
          List.of(Integer.toString(status)),
          Bundles.statuses(response.expect(200).json()),
          response.body());
    }
  }

  private JsonNode accepted(Bundles bundle) {
    return client.post("", bundle.toString()).expect(200).json();
  }

  private static Bundles bundle(String type) {
    return type.equals("batch") ? Bundles.batch() : Bundles.transaction();
  }
}
