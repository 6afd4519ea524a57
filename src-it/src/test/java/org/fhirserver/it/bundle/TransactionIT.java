package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.search.Json;
import org.fhirserver.it.search.Searches;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a transaction does, and that it does nothing if it cannot do all.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">transaction</a>
 */
@HttpTest
class TransactionIT {
  private final FhirClient client;
  private final Searches searches;
  private final String id = Bundles.id();

  TransactionIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeEach
  void storeOneAndDeleteAnother() {
    searches.put(patient("kept", "Kept"));
    searches.put(patient("dead", "Dead"));
    client.delete("Patient/" + id + "dead").expect(204);
  }

  @Test
  void answersInTheOrderOfItsEntriesWhateverItDoesFirst() {
    searches.put(patient("old", "Old"));
    searches.put(patient("gone", "Gone"));
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .get("Patient/" + id + "old")
                .put(patient("old", "New"))
                .post(searches.tagged(patient("ignored", "Posted")))
                .delete("Patient/" + id + "gone")
                .get(
                    "Patient?_tag="
                        + searches.own().substring(5)
                        + "&_sort=family&_total=accurate"));

    assertEquals("transaction-response", answer.path("type").asText());
    assertEquals(List.of("200", "200", "201", "204", "200"), Bundles.statuses(answer));
    assertEquals("New", family(Bundles.resource(answer, 0)));
    assertEquals("New", family(Bundles.resource(answer, 1)));
    assertEquals("W/\"2\"", Bundles.response(answer, 1).path("etag").asText());
    assertFalse(Bundles.resource(answer, 2).path("id").asText().equals(id + "ignored"));
    assertEquals("W/\"2\"", Bundles.response(answer, 3).path("etag").asText());
    // The tag of the updated one is gone with its old version; one was stored before the test.
    JsonNode found = Bundles.resource(answer, 4);
    assertEquals("searchset", found.path("type").asText());
    assertEquals(2, found.path("total").asInt());
    client.get("Patient/" + id + "gone").expect(410);
  }

  @Test
  void tellsOfEachEntryWhatTheInteractionWouldTell() {
    JsonNode answer =
        accepted(Bundles.transaction().post(patient("x", "Told")).put(patient("p", "Put")));
    JsonNode created = Bundles.response(answer, 0);
    String key = Bundles.keys(answer).get(0);

    assertEquals("201 Created", created.path("status").asText());
    assertEquals(client.base() + key + "/_history/1", created.path("location").asText());
    assertEquals("W/\"1\"", created.path("etag").asText());
    assertEquals(
        Bundles.resource(answer, 0).path("meta").path("lastUpdated").asText(),
        created.path("lastModified").asText());
    assertEquals(Bundles.resource(answer, 0), client.get(key).expect(200).json());
    assertEquals("Patient/" + id + "p", Bundles.keys(answer).get(1));
  }

  @Test
  void leavesOutResourcesIfTheClientPrefersSo() {
    FhirResponse response =
        client.send(
            client
                .request("")
                .header("Content-Type", "application/fhir+json")
                .header("Prefer", "return=minimal")
                .POST(
                    BodyPublishers.ofString(
                        Bundles.transaction()
                            .post(patient("x", "Small"))
                            .get("Patient?_count=1&family=none")
                            .toString())));
    JsonNode answer = response.expect(200).json();

    assertFalse(answer.path("entry").path(0).has("resource"));
    assertTrue(Bundles.response(answer, 0).has("location"));
    assertEquals("Bundle", Bundles.resource(answer, 1).path("resourceType").asText());
  }

  @Test
  void seesItsOwnWritesInReadsAndSearches() {
    searches.put(patient("r", "Before"));
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .get("Patient?_id=" + id + "r&family=before")
                .get("Patient?_id=" + id + "r&family=after")
                .get("Patient/" + id + "r/_history")
                .get("Patient/" + id + "r/_history/1")
                .put(patient("r", "After")));

    assertFalse(Bundles.resource(answer, 0).has("entry"));
    assertEquals(1, Bundles.resource(answer, 1).path("entry").size());
    assertEquals(2, Bundles.resource(answer, 2).path("entry").size());
    assertEquals("Before", family(Bundles.resource(answer, 3)));
  }

  @Test
  void takesTheSameIdUnderTwoTypesAndInTwoCases() {
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .put("{'resourceType':'Patient','id':'" + id + "a'}")
                .put("{'resourceType':'Patient','id':'" + id + "A'}")
                .put("{'resourceType':'Organization','name':'x','id':'" + id + "a'}"));

    assertEquals(List.of("201", "201", "201"), Bundles.statuses(answer));
  }

  @Test
  void holdsIfMatchAndCreatesIfNoneExist() {
    searches.put(patient("m", "First"));
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .put(patient("m", "Second"))
                .with("ifMatch", "W/\"1\"")
                .postIfNoneExist(
                    Bundles.fullUrl(), identified("i1", "New"), "identifier=urn:t|" + id + "i1"));

    assertEquals(List.of("200", "201"), Bundles.statuses(answer));
    JsonNode again =
        accepted(
            Bundles.transaction()
                .postIfNoneExist(
                    Bundles.fullUrl(), identified("i1", "Newer"), "identifier=urn:t|" + id + "i1"));
    assertEquals(List.of("200"), Bundles.statuses(again));
    assertEquals(Bundles.keys(answer).get(1), Bundles.keys(again).get(0));
    assertEquals("New", family(Bundles.resource(again, 0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "GET Patient/{id}unknown => 404 not-found",
        "GET Patient/{id}dead => 410 deleted",
        "GET Patient?foo=1 => 400 not-supported",
        "GET NotAType/1 => 404 not-found",
        "GET Patient/{id}kept/$nothing => 404 not-found",
        "DELETE Patient => 412 invalid",
        "DELETE Patient?foo=x => 400 not-supported",
        "DELETE Patient/{id}unknown/_history/1 => 405 not-supported",
        "DELETE Patient?family=x&_count=0 => 400 invalid",
        "HEAD Patient/{id}unknown => 404 not-found",
        "HEAD Patient/{id}dead => 410 deleted",
        "PATCH Patient/{id}kept => 400 required",
        "PATCH Patient?identifier={id} => 400 required",
        "GET Patient/_search => 405 not-supported",
        "GET http://other.example/fhir/Patient/1 => 400 invalid",
        "GET Patient/%252e%252e/1 => 400 invalid",
        "GET Patient/../Patient => 400 invalid",
        "GET Patient//{id}kept => 400 invalid",
        "BREW Patient/1 => 400 not-supported",
        "POST Patient => 400 required",
        "PUT Patient/{id}kept => 400 required",
        "PUT Patient?identifier={id} => 400 required",
        "POST Patient/_search?foo=1 => 400 not-supported",
        "POST Patient/$nothing => 404 not-found",
      })
  void storesNothingIfAnEntryFails(String entry, String expected) {
    String before = client.get("Patient/" + id + "kept").expect(200).body();
    Bundles bundle =
        Bundles.transaction()
            .delete("Patient/" + id + "kept")
            .post(searches.tagged(patient("x", "Lost")))
            .put(searches.tagged(patient("never", "Lost")));
    String[] request = entry.replace("{id}", id).split(" ");
    String url = request[1];
    if (url.endsWith("kept") && !request[0].equals("GET")) {
      bundle = Bundles.transaction().post(searches.tagged(patient("x", "Lost")));
    }
    bundle.entry(request[0], url);

    JsonNode outcome = refused(bundle, Integer.parseInt(expected.substring(0, 3)));

    assertEquals(2, outcome.path("issue").size(), outcome.toString());
    JsonNode first = outcome.path("issue").path(0);
    assertEquals("processing", first.path("code").asText());
    assertEquals(
        "Transaction failed on '" + request[0] + "' for the requested url '" + url + "'.",
        first.path("diagnostics").asText());
    assertEquals(expected.substring(4), outcome.path("issue").path(1).path("code").asText());
    assertNothingStored(before);
  }

  @Test
  void storesNothingIfAResourceIsInvalidOrAConditionFails() {
    searches.put(identified("twice1", "Twice"));
    searches.put(identified("twice2", "Twice"));
    String before = client.get("Patient/" + id + "kept").expect(200).body();

    fails(400, b -> b.post("{'resourceType':'Patient','foo':1}"));
    fails(400, b -> b.post("{'resourceType':'Patient','gender':'neither'}"));
    fails(400, b -> b.put("{'resourceType':'Patient','id':'no id'}"));
    fails(412, b -> b.put(patient("new", "x")).with("ifMatch", "W/\"7\""));
    fails(412, b -> b.delete("Patient/" + id + "dead").with("ifMatch", "W/\"1\""));
    fails(400, b -> b.delete("Patient/" + id + "dead").with("ifMatch", "1"));
    fails(
        412,
        b ->
            b.postIfNoneExist(
                Bundles.fullUrl(), patient("y", "y"), "family=Twice&" + searches.own()));
    fails(400, b -> b.postIfNoneExist(Bundles.fullUrl(), patient("y", "y"), "_count=1"));
    fails(400, b -> b.postIfNoneExist(Bundles.fullUrl(), patient("y", "y"), "foo=1"));
    assertNothingStored(before);
  }

  @Test
  void refusesResourcesThatDoNotFitTheirUrl() {
    Bundles wrongType = Bundles.transaction();
    wrongType.entry("POST", "Observation").set("resource", tree("{'resourceType':'Patient'}"));
    Bundles wrongId = Bundles.transaction();
    wrongId.entry("PUT", "Patient/" + id).set("resource", tree(patient("x", "x")));
    Bundles noId = Bundles.transaction();
    noId.entry("PUT", "Patient/" + id).set("resource", tree("{'resourceType':'Patient'}"));

    refused(wrongType, 400);
    refused(wrongId, 400);
    JsonNode outcome = refused(noId, 400);
    assertEquals(
        "Id must be specified in the resource.",
        outcome.path("issue").path(1).path("diagnostics").asText());
  }

  @Test
  void refusesTwoEntriesForOneResource() {
    String before = client.get("Patient/" + id + "kept").expect(200).body();
    String condition = "identifier=urn:t|" + id + "dup";

    fails(400, b -> b.put(patient("two", "a")).put(patient("two", "b")));
    fails(400, b -> b.put(patient("two", "a")).delete("Patient/" + id + "two"));
    fails(400, b -> b.delete("Patient/" + id + "two").delete("Patient/" + id + "two"));
    fails(400, b -> b.delete("Patient/" + id + "two").delete("/Patient/" + id + "two"));
    fails(
        400,
        b -> b.delete("Patient/" + id + "two").delete(client.base() + "Patient/" + id + "two"));
    fails(
        400,
        b ->
            b.postIfNoneExist(Bundles.fullUrl(), identified("dup", "a"), condition)
                .postIfNoneExist(Bundles.fullUrl(), identified("dup", "b"), condition));
    String fullUrl = Bundles.fullUrl();
    fails(400, b -> b.post(fullUrl, patient("x", "a")).post(fullUrl, patient("x", "b")));
    assertNothingStored(before);
    accepted(Bundles.transaction().get("Patient/" + id + "kept").get("Patient/" + id + "kept"));
  }

  @Test
  void namesTheEntryAndThePlaceInIt() {
    JsonNode outcome =
        refused(
            Bundles.transaction()
                .post(patient("x", "x"))
                .post("{'resourceType':'Patient','name':[{'family':5}]}"),
            400);

    assertTrue(
        outcome
            .path("issue")
            .path(1)
            .path("expression")
            .path(0)
            .asText()
            .startsWith("Bundle.entry[1].resource.name[0].family"),
        outcome.toString());
  }

  @Test
  void refusesCallersWhoMayNotDoEverything() {
    String bundle = Bundles.transaction().post(searches.tagged(patient("x", "Lost"))).toString();
    JsonNode outcome = client.as("reader").post("", bundle).expect(403).json();

    assertEquals("processing", outcome.path("issue").path(0).path("code").asText());
    assertEquals("forbidden", outcome.path("issue").path(1).path("code").asText());
    assertEquals(401, client.anonymous().post("", bundle).status());
    assertEquals("", searches.ids("Patient?family=lost"));
    accepted(Bundles.transaction(), client.as("reader"));
    accepted(Bundles.transaction().get("Patient?_count=1"), client.as("reader"));
  }

  @Test
  void writesManyEntriesOfEachKindAtOnce() {
    Bundles first = Bundles.transaction();
    for (int i = 0; i < 600; i++) {
      first.post(searches.tagged(patient("x", "Many")));
    }
    for (int i = 0; i < 300; i++) {
      first.put(searches.tagged(patient("many" + i, "Many")));
    }
    accepted(first);
    assertEquals(900, searches.count("Patient?family=many"));

    Bundles second = Bundles.transaction();
    for (int i = 0; i < 300; i++) {
      String key = "many" + i;
      if (i % 2 == 0) {
        second.delete("Patient/" + id + key);
      } else {
        second.put(searches.tagged(patient(key, "Few")));
      }
    }
    accepted(second);
    assertEquals(600, searches.count("Patient?family=many"));
    assertEquals(150, searches.count("Patient?family=few"));
  }

  private interface Change {
    Bundles apply(Bundles bundle);
  }

  /** Refuses a transaction with that change, which would also change what is there. */
  private void fails(int status, Change change) {
    Bundles bundle =
        Bundles.transaction()
            .put(searches.tagged(patient("never", "Lost")))
            .post(searches.tagged(patient("x", "Lost")))
            .delete("Patient/" + id + "kept");
    JsonNode outcome = refused(change.apply(bundle), status);

    assertTrue(outcome.path("issue").size() >= 2, outcome.toString());
  }

  private void assertNothingStored(String kept) {
    assertEquals("", searches.ids("Patient?family=lost"));
    assertEquals(kept, client.get("Patient/" + id + "kept").expect(200).body());
    client.get("Patient/" + id + "never").expect(404);
    client.get("Patient/" + id + "never/_history").expect(404);
    client.get("Patient/" + id + "dead").expect(410);
    assertEquals(
        1, client.get("Patient/" + id + "kept/_history").expect(200).json().path("entry").size());
  }

  private JsonNode accepted(Bundles bundle) {
    return accepted(bundle, client);
  }

  private static JsonNode accepted(Bundles bundle, FhirClient client) {
    return client.post("", bundle.toString()).expect(200).json();
  }

  private JsonNode refused(Bundles bundle, int status) {
    JsonNode outcome = client.post("", bundle.toString()).expect(status).json();
    assertEquals("OperationOutcome", outcome.path("resourceType").asText());
    return outcome;
  }

  private String patient(String suffix, String family) {
    return "{'resourceType':'Patient','id':'%s','name':[{'family':'%s'}]}"
        .formatted(id + suffix, family);
  }

  private String identified(String value, String family) {
    return "{'resourceType':'Patient','id':'%s','identifier':[{'system':'urn:t','value':'%s'}],"
            .formatted(id + value, id + value)
        + "'name':[{'family':'"
        + family
        + "'}]}";
  }

  private static JsonNode tree(String json) {
    return Json.read(json);
  }

  private static String family(JsonNode patient) {
    return patient.path("name").path(0).path("family").asText();
  }
}
