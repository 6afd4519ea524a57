package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.search.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that say by criteria what they write: §11.5, §11.9, §11.10, §11.11, §11.14, §5. */
@HttpTest
class ConditionalEntriesIT {
  private final FhirClient client;
  private final String id = Bundles.id();

  ConditionalEntriesIT(FhirClient client) {
    this.client = client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void updateOrCreateOrDeleteWhatFulfilsTheCriteria(String type) {
    store("p1", "a", "Old");
    store("gone", "d", "Gone");
    JsonNode answer =
        accepted(
            bundle(type)
                .putWhere(criteria("a"), Bundles.fullUrl(), patient("a", "New"))
                .putWhere(criteria("b"), Bundles.fullUrl(), patient("b", "Made"))
                .putWhere(
                    criteria("c"), Bundles.fullUrl(), withId(id + "given", patient("c", "Given")))
                .delete("Patient?" + criteria("d"))
                .delete("Patient?" + criteria("nobody")));

    assertEquals(List.of("200", "201", "201", "204", "204"), Bundles.statuses(answer));
    assertEquals("Patient/" + id + "p1", Bundles.keys(answer).get(0));
    assertEquals("W/\"2\"", Bundles.response(answer, 0).path("etag").asText());
    assertEquals("Patient/" + id + "given", Bundles.keys(answer).get(2));
    assertEquals("W/\"2\"", Bundles.response(answer, 3).path("etag").asText());
    assertEquals("New", family(read("Patient/" + id + "p1")));
    assertEquals("Made", family(read(Bundles.keys(answer).get(1))));
    client.get("Patient/" + id + "gone").expect(410);
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void deleteAsManyAsTheyMay(String type) {
    for (int i = 0; i < 3; i++) {
      store("many" + i, "many", "Many");
    }
    JsonNode answer = accepted(bundle(type).delete("Patient?" + criteria("many") + "&_count=2"));

    assertEquals(List.of("204"), Bundles.statuses(answer));
    assertEquals(
        "2 resources have been deleted.",
        Bundles.response(answer, 0)
            .path("outcome")
            .path("issue")
            .path(0)
            .path("diagnostics")
            .asText());
    assertEquals(1, count("many"));
  }

  @Test
  void areReferredToByTheirFullUrls() {
    store("ref", "ref", "Old");
    String updated = Bundles.fullUrl();
    String made = Bundles.fullUrl();
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(linked(updated))
                .post(linked(made))
                .putWhere(criteria("ref"), updated, patient("ref", "New"))
                .putWhere(criteria("made"), made, patient("made", "Made")));

    assertEquals("Patient/" + id + "ref", link(answer, 0));
    assertEquals(Bundles.keys(answer).get(3), link(answer, 1));
    assertEquals("Made", family(read(link(answer, 1))));
  }

  /** §11.14: what is deleted no longer stands in the way of what is created. */
  @Test
  void createAnewWhatTheSameTransactionDeletes() {
    store("first", "again", "First");
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .postIfNoneExist(Bundles.fullUrl(), patient("again", "Second"), criteria("again"))
                .delete("Patient?" + criteria("again")));

    assertEquals(List.of("201", "204"), Bundles.statuses(answer));
    assertEquals(1, count("again"));
    assertEquals("Second", family(read(Bundles.keys(answer).get(0))));
    client.get("Patient/" + id + "first").expect(410);
  }

  @Test
  void createNothingWhereSomethingIsAndReferToThat() {
    store("there", "there", "There");
    String fullUrl = Bundles.fullUrl();
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(linked(fullUrl))
                .postIfNoneExist(fullUrl, patient("there", "Other"), criteria("there")));

    assertEquals(List.of("201", "200"), Bundles.statuses(answer));
    assertEquals("Patient/" + id + "there", link(answer, 0));
    assertEquals("There", family(Bundles.resource(answer, 1)));
  }

  /** §11.9: however the resource or the criteria are written. */
  @Test
  void areRefusedIfTwoWriteTheSame() {
    store("one", "one", "One");
    String key = "Patient/" + id + "one";
    String put = withId(id + "one", patient("one", "New"));
    String spelled = criteria("one").replace("%7C", "|").replace("urn:", "urn%3A");

    repeated(
        Bundles.transaction()
            .putWhere(criteria("one"), Bundles.fullUrl(), patient("one", "A"))
            .put(put));
    repeated(
        Bundles.transaction()
            .putWhere(criteria("one"), Bundles.fullUrl(), patient("one", "A"))
            .delete(key));
    repeated(
        Bundles.transaction()
            .putWhere(criteria("one"), Bundles.fullUrl(), patient("one", "A"))
            .delete("Patient?" + spelled));
    repeated(
        Bundles.transaction()
            .putWhere(criteria("one"), Bundles.fullUrl(), patient("one", "A"))
            .putWhere(criteria("one") + "&name=one", Bundles.fullUrl(), patient("one", "B")));
    repeated(
        Bundles.transaction()
            .postIfNoneExist(Bundles.fullUrl(), patient("one", "A"), criteria("one"))
            .put(put));
    repeated(
        Bundles.transaction()
            .postIfNoneExist(Bundles.fullUrl(), patient("one", "A"), spelled)
            .putWhere(criteria("one"), Bundles.fullUrl(), patient("one", "B")));
    repeated(
        Bundles.transaction()
            .postIfNoneExist(Bundles.fullUrl(), patient("two", "A"), criteria("two"))
            .postIfNoneExist(
                Bundles.fullUrl(), patient("two", "B"), spelled.replace("one", "two")));
    repeated(
        Bundles.transaction()
            .delete("Patient?" + criteria("one"))
            .delete("Patient?name=one&" + criteria("one")));
    assertEquals("One", family(read(key)));
    assertEquals(0, count("two"));
  }

  /** §11.11, §5.2, §5.3, §5.4. */
  @Test
  void areRefusedIfTheCriteriaDoNotSayWhat() {
    store("twin1", "twin", "Twin");
    store("twin2", "twin", "Twin");
    store("taken", "taken", "Taken");
    for (String type : List.of("transaction", "batch")) {
      refused(412, type, b -> b.delete("Patient?" + criteria("twin")));
      refused(412, type, b -> b.putWhere(criteria("twin"), "urn:uuid:1", patient("twin", "x")));
      refused(412, type, b -> b.postIfNoneExist("urn:uuid:1", patient("y", "x"), criteria("twin")));
      refused(412, type, b -> b.delete("Patient"));
      refused(412, type, b -> b.delete("Patient?identifier="));
      refused(412, type, b -> b.delete("Patient?" + criteria("nobody")).with("ifMatch", "W/\"1\""));
      refused(400, type, b -> b.putWhere("_sort=name", "urn:uuid:1", patient("twin", "x")));
      refused(400, type, b -> b.putWhere("foo=bar", "urn:uuid:1", patient("twin", "x")));
      refused(
          400,
          type,
          b ->
              b.putWhere(criteria("taken"), "urn:uuid:1", withId(id + "other", patient("t", "x"))));
      refused(
          409,
          type,
          b ->
              b.putWhere(
                  criteria("nobody"), "urn:uuid:1", withId(id + "taken", patient("t", "x"))));
      refused(
          412,
          type,
          b ->
              b.putWhere(criteria("taken"), "urn:uuid:1", patient("taken", "x"))
                  .with("ifMatch", "W/\"5\""));
    }
    assertEquals(2, count("twin"));
    assertEquals("Taken", family(read("Patient/" + id + "taken")));
  }

  /** §11.5: a condition that the request cannot hold is refused and not forgotten. */
  @Test
  void areRefusedWithConditionsOfOtherInteractions() {
    refused(400, "batch", b -> b.put(withId(id + "x", patient("x", "x"))).with("ifNoneExist", "a"));
    refused(400, "batch", b -> b.post(patient("x", "x")).with("ifMatch", "W/\"1\""));
    refused(400, "batch", b -> b.post(patient("x", "x")).with("ifNoneMatch", "*"));
    refused(400, "batch", b -> b.delete("Patient/1").with("ifModifiedSince", "2020-01-01"));
    refused(400, "batch", b -> b.get("Patient/1").with("ifMatch", "W/\"1\""));
    client.get("Patient/" + id + "x").expect(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void readOnlyWhatTheClientHasNot(String type) {
    store("read", "read", "Read");
    String key = "Patient/" + id + "read";
    String time = read(key).path("meta").path("lastUpdated").asText();
    JsonNode answer =
        accepted(
            bundle(type)
                .get(key)
                .with("ifNoneMatch", "W/\"1\"")
                .get(key)
                .with("ifNoneMatch", "W/\"2\"")
                .get(key)
                .with("ifModifiedSince", time)
                .get(key)
                .with("ifModifiedSince", "2001-01-01T00:00:00+01:00")
                .get(key + "/_history/1")
                .with("ifNoneMatch", "W/\"1\""));

    assertEquals(List.of("304", "200", "304", "200", "304"), Bundles.statuses(answer));
    assertEquals("304 Not Modified", Bundles.response(answer, 0).path("status").asText());
    assertEquals("W/\"1\"", Bundles.response(answer, 0).path("etag").asText());
    assertFalse(answer.path("entry").path(0).has("resource"));
    assertTrue(answer.path("entry").path(1).has("resource"));
    refused(400, "batch", b -> b.get(key).with("ifModifiedSince", "yesterday"));
    refused(400, "batch", b -> b.get(key).with("ifNoneMatch", "1"));
  }

  /** Transactions and single requests that decide by the same criteria make one resource. */
  @Test
  void makeOneResourceHoweverManyAskAtOnce() throws Exception {
    List<Integer> statuses =
        Parallel.run(
            12,
            thread -> {
              Bundles bundle =
                  thread % 2 == 0
                      ? Bundles.transaction()
                          .putWhere(criteria("u"), Bundles.fullUrl(), patient("u", "U" + thread))
                          .putWhere(criteria("v"), Bundles.fullUrl(), patient("v", "V" + thread))
                      : Bundles.transaction()
                          .putWhere(criteria("v"), Bundles.fullUrl(), patient("v", "V" + thread))
                          .putWhere(criteria("u"), Bundles.fullUrl(), patient("u", "U" + thread));
              return client.post("", bundle.toString()).status();
            });

    assertTrue(Set.of(200, 409).containsAll(new HashSet<>(statuses)), statuses.toString());
    assertEquals(1, count("u"));
    assertEquals(1, count("v"));
  }

  private interface Change {
    Bundles apply(Bundles bundle);
  }

  private void refused(int status, String type, Change change) {
    FhirResponse response = client.post("", change.apply(bundle(type)).toString());
    if (type.equals("transaction")) {
      assertEquals(status, response.status(), response.body());
      assertEquals(2, response.json().path("issue").size(), response.body());
    } else {
      assertEquals(
          Integer.toString(status),
          Bundles.statuses(response.expect(200).json()).get(0),
          response.body());
    }
  }

  private void repeated(Bundles bundle) {
    JsonNode outcome = client.post("", bundle.toString()).expect(400).json();
    String text = outcome.path("issue").path(1).path("diagnostics").asText();

    assertTrue(
        text.startsWith(
            "Bundle contains multiple entries that refers to the same resource 'Patient"),
        outcome.toString());
  }

  private JsonNode accepted(Bundles bundle) {
    return client.post("", bundle.toString()).expect(200).json();
  }

  private static Bundles bundle(String type) {
    return type.equals("batch") ? Bundles.batch() : Bundles.transaction();
  }

  private void store(String suffix, String identifier, String family) {
    client
        .put(
            "Patient/" + id + suffix,
            withId(id + suffix, patient(identifier, family)).replace('\'', '"'))
        .expect(201);
  }

  private String criteria(String identifier) {
    return "identifier=urn:t%7C" + id + identifier;
  }

  private String patient(String identifier, String family) {
    return "{'resourceType':'Patient','identifier':[{'system':'urn:t','value':'"
        + id
        + identifier
        + "'}],'name':[{'family':'"
        + family
        + "'}]}";
  }

  private static String withId(String id, String patient) {
    return Json.readObject(patient).put("id", id).toString();
  }

  private static String linked(String reference) {
    return "{'resourceType':'Patient','link':[{'type':'refer','other':{'reference':'"
        + reference
        + "'}}]}";
  }

  private static String link(JsonNode answer, int index) {
    return Bundles.resource(answer, index)
        .path("link")
        .path(0)
        .path("other")
        .path("reference")
        .asText();
  }

  private JsonNode read(String key) {
    return client.get(key).expect(200).json();
  }

  private int count(String identifier) {
    return client
        .get("Patient?" + criteria(identifier) + "&_summary=count")
        .expect(200)
        .json()
        .path("total")
        .asInt();
  }

  private static String family(JsonNode patient) {
    return patient.path("name").path(0).path("family").asText();
  }
}
