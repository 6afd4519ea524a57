package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.search.Json;
import org.fhirserver.it.search.Searches;
import org.junit.jupiter.api.Test;

/**
 * What a batch does: each entry for itself.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">batch</a>
 */
@HttpTest
class BatchIT {
  private final FhirClient client;
  private final Searches searches;
  private final String id = Bundles.id();

  BatchIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @Test
  void doesWhatItCanAndTellsWhatItCannot() {
    searches.put(patient("old", "Old"));
    Bundles batch =
        Bundles.batch()
            .get("Patient/" + id + "unknown")
            .post(patient("x", "Posted"))
            .put(patient("old", "New"))
            .post("{'resourceType':'Patient','foo':1}")
            .delete("Patient/" + id + "never")
            .get("Patient?foo=1")
            .put(patient("old2", "New"))
            .with("ifMatch", "W/\"5\"")
            .get("ValueSet/$lookup");
    batch.entry("", "");
    batch.entry("PATCH", "Patient/" + id + "old");
    JsonNode answer = batch(batch);

    assertEquals("batch-response", answer.path("type").asText());
    assertEquals(
        List.of("404", "201", "200", "400", "204", "400", "412", "404", "400", "400"),
        Bundles.statuses(answer));
    for (int i : new int[] {0, 3, 5, 6, 7, 8, 9}) {
      JsonNode outcome = Bundles.response(answer, i).path("outcome");
      assertEquals("OperationOutcome", outcome.path("resourceType").asText());
      assertEquals("error", outcome.path("issue").path(0).path("severity").asText());
      assertFalse(answer.path("entry").path(i).has("resource"));
    }
    assertEquals(
        "Resource type 'Patient' with id '" + id + "unknown' couldn't be found.",
        diagnostics(answer, 0));
    assertEquals("The requested route was not found.", diagnostics(answer, 7));
    assertTrue(
        Bundles.response(answer, 3)
            .path("outcome")
            .path("issue")
            .path(0)
            .path("expression")
            .path(0)
            .asText()
            .startsWith("Bundle.entry[3].resource"),
        answer.toString());
  }

  @Test
  void deletesFirstAndReadsLast() {
    searches.put(patient("gone", "Gone"));
    JsonNode answer =
        batch(
            Bundles.batch()
                .get("Patient/" + id + "gone")
                .get("Patient/" + id + "new")
                .put(patient("new", "New"))
                .delete("Patient/" + id + "gone"));

    assertEquals(List.of("410", "200", "201", "204"), Bundles.statuses(answer));
  }

  @Test
  void answersNothingToNothing() {
    JsonNode answer = batch(Bundles.batch());

    assertEquals("batch-response", answer.path("type").asText());
    assertFalse(answer.has("entry"), answer.toString());
    JsonNode transaction = client.post("", Bundles.transaction().toString()).expect(200).json();
    assertFalse(transaction.has("entry"), transaction.toString());
  }

  @Test
  void createsUnderConditionsOnce() {
    String criteria = "identifier=urn:t|" + id;
    String resource =
        "{'resourceType':'Patient','identifier':[{'system':'urn:t','value':'" + id + "'}]}";
    JsonNode answer =
        batch(
            Bundles.batch()
                .postIfNoneExist(Bundles.fullUrl(), resource, criteria)
                .postIfNoneExist(Bundles.fullUrl(), resource, criteria));

    assertEquals(List.of("201", "200"), Bundles.statuses(answer));
    assertEquals(Bundles.keys(answer).get(0), Bundles.keys(answer).get(1));
  }

  @Test
  void resolvesConditionalReferencesOfEachEntryForItself() {
    searches.put(
        "{'resourceType':'Patient','id':'"
            + id
            + "','identifier':[{'system':'urn:t','value':'"
            + id
            + "c'}]}");
    String linked =
        "{'resourceType':'Patient','link':[{'type':'refer','other':{'reference':"
            + "'Patient?identifier=urn:t|"
            + id
            + "%s'}}]}";
    JsonNode answer =
        batch(Bundles.batch().post(linked.formatted("c")).post(linked.formatted("none")));

    assertEquals(List.of("201", "400"), Bundles.statuses(answer));
    assertEquals(
        "Patient/" + id,
        Bundles.resource(answer, 0).path("link").path(0).path("other").path("reference").asText());
  }

  @Test
  void refusesEachEntryThatTheCallerMayNotDo() {
    searches.put(patient("seen", "Seen"));
    String batch =
        Bundles.batch()
            .get("Patient/" + id + "seen")
            .post(patient("x", "x"))
            .put(patient("seen", "Changed"))
            .delete("Patient/" + id + "seen")
            .get("Patient?_id=" + id + "seen")
            .toString();
    JsonNode answer = client.as("reader").post("", batch).expect(200).json();

    assertEquals(List.of("200", "403", "403", "403", "200"), Bundles.statuses(answer));
    assertEquals(
        "forbidden",
        Bundles.response(answer, 1).path("outcome").path("issue").path(0).path("code").asText());
    assertEquals("Authorization failed.", diagnostics(answer, 1));
    assertEquals(401, client.anonymous().post("", batch).status());
    JsonNode definitions =
        client
            .as("writer")
            .post(
                "",
                Bundles.batch()
                    .post("{'resourceType':'ValueSet','status':'draft'}")
                    .post("{'resourceType':'Basic','code':{'text':'x'}}")
                    .toString())
            .expect(200)
            .json();
    assertEquals(List.of("403", "201"), Bundles.statuses(definitions));
  }

  /** §11.4, §14.7. */
  @Test
  void refusesPatchesAndConditionalWritesThatTheCallerMayNotDo() {
    searches.put(patient("seen2", "Seen"));
    String condition = "_id=" + id + "seen2";
    String batch =
        Bundles.batch()
            .jsonPatch("Patient/" + id + "seen2", "[]")
            .jsonPatch("Patient?" + condition, "[]")
            .delete("Patient?" + condition)
            .putWhere(condition, Bundles.fullUrl(), patient("seen2", "Changed"))
            .toString();
    String hard = Bundles.batch().delete("Patient/" + id + "seen2?hardDelete=true").toString();
    String conditionalHard =
        Bundles.batch().delete("Patient?" + condition + "&hardDelete=true").toString();
    FhirClient writer = client.as("writer");

    assertEquals(
        List.of("403", "403", "403", "403"),
        Bundles.statuses(client.as("reader").post("", batch).expect(200).json()));
    for (String body : List.of(hard, conditionalHard)) {
      assertEquals(List.of("403"), Bundles.statuses(writer.post("", body).expect(200).json()));
      JsonNode outcome = writer.post("", body.replace("batch", "transaction")).expect(403).json();
      assertEquals("processing", outcome.path("issue").path(0).path("code").asText());
      assertEquals("forbidden", outcome.path("issue").path(1).path("code").asText());
    }
    assertEquals(
        "Seen",
        client
            .get("Patient/" + id + "seen2")
            .expect(200)
            .json()
            .path("name")
            .path(0)
            .path("family")
            .asText());
  }

  @Test
  void deletesForGood() {
    for (String type : List.of("batch", "transaction")) {
      searches.put(patient("hard1" + type, "Hard"));
      searches.put(patient("hard2" + type, "Hard"));
      String body =
          Bundles.batch()
              .delete("Patient/" + id + "hard1" + type + "?hardDelete=true")
              .delete("Patient?_id=" + id + "hard2" + type + "&_hardDelete=true")
              .toString()
              .replace("\"batch\"", "\"" + type + "\"");
      JsonNode answer = client.post("", body).expect(200).json();

      assertEquals(List.of("204", "204"), Bundles.statuses(answer));
      client.get("Patient/" + id + "hard1" + type).expect(404);
      client.get("Patient/" + id + "hard2" + type + "/_history").expect(404);
    }
  }

  /** §3.15, for each entry. */
  @Test
  void answersAsTheClientPrefers() {
    searches.put(patient("patched", "Patched"));
    for (String type : List.of("batch", "transaction")) {
      String body =
          Bundles.batch()
              .post(patient("x", "Preferred"))
              .put(patient("preferred", "Preferred"))
              .jsonPatch("Patient/" + id + "patched", "[]")
              .get("Patient?_id=" + id + "preferred")
              .toString()
              .replace("\"batch\"", "\"" + type + "\"");
      JsonNode minimal = client.post("", body, "Prefer", "return=minimal").expect(200).json();
      JsonNode told = client.post("", body, "Prefer", "return=OperationOutcome").expect(200).json();

      for (int i = 0; i < 3; i++) {
        assertFalse(minimal.path("entry").path(i).has("resource"));
        assertFalse(Bundles.response(minimal, i).has("outcome"));
        assertTrue(Bundles.response(minimal, i).has("etag"));
        assertFalse(told.path("entry").path(i).has("resource"));
        JsonNode issue = Bundles.response(told, i).path("outcome").path("issue").path(0);
        assertEquals("information", issue.path("severity").asText());
      }
      assertEquals("searchset", Bundles.resource(minimal, 3).path("type").asText());
      assertEquals("searchset", Bundles.resource(told, 3).path("type").asText());
    }
    assertEquals(400, client.post("", Bundles.batch().toString(), "Prefer", "return=").status());
  }

  /** §11.17. */
  @Test
  void takesNoNoticeOfTheHeaderForItsOrder() {
    String body = Bundles.batch().get("Patient?_id=" + id).toString();

    client.post("", body, "x-bundle-processing-logic", "parallel").expect(200);
    client.post("", body, "x-bundle-processing-logic", "sequential").expect(200);
  }

  @Test
  void keepsWhatStandsInItsResourcesToTheLetter() {
    String resource =
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"ü\\u20ac\\n"
            + "😀\"},\"valueQuantity\":{\"value\":1.500e+02}}";
    String body =
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[ {\"resource\" :\n"
            + resource
            + " , \"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}]}";
    JsonNode answer = client.post("", body).expect(200).json();
    String stored = client.get(Bundles.keys(answer).get(0)).expect(200).body();

    assertTrue(stored.contains("\"value\":1.500e+02"), stored);
    assertEquals("ü€\n😀", Json.read(stored).path("code").path("text").asText());
  }

  private JsonNode batch(Bundles bundle) {
    return client.post("", bundle.toString()).expect(200).json();
  }

  private static String diagnostics(JsonNode answer, int index) {
    return Bundles.response(answer, index)
        .path("outcome")
        .path("issue")
        .path(0)
        .path("diagnostics")
        .asText();
  }

  private String patient(String suffix, String family) {
    return "{'resourceType':'Patient','id':'%s','name':[{'family':'%s'}]}"
        .formatted(id + suffix, family);
  }
}
