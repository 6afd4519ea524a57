package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that read, list versions, search and call operations: §7.9, §11.2, §11.10. */
@HttpTest
class HistoryAndSearchEntriesIT {
  private final FhirClient client;
  private final String id = Bundles.id();

  HistoryAndSearchEntriesIT(FhirClient client) {
    this.client = client;
  }

  @BeforeEach
  void storeTwoVersions() {
    client.put("Patient/" + id, patient("First")).expect(201);
    client.put("Patient/" + id, patient("Second")).expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void readVersionsAndHistories(String type) {
    JsonNode answer =
        accepted(
            bundle(type)
                .get("Patient/" + id + "/_history")
                .get("Patient/" + id + "/_history?_count=1")
                .get("Patient/" + id + "/_history/1")
                .get("Patient/" + id + "/")
                .get("Patient/_history?_count=1")
                .get("_history?_count=1"));

    assertEquals(List.of("200", "200", "200", "200", "200", "200"), Bundles.statuses(answer));
    assertEquals("history", Bundles.resource(answer, 0).path("type").asText());
    assertEquals(2, Bundles.resource(answer, 0).path("entry").size());
    assertEquals(1, Bundles.resource(answer, 1).path("entry").size());
    assertEquals("First", family(Bundles.resource(answer, 2)));
    assertEquals("W/\"1\"", Bundles.response(answer, 2).path("etag").asText());
    assertEquals("Second", family(Bundles.resource(answer, 3)));
    assertTrue(Bundles.response(answer, 3).has("lastModified"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void tellTheHeadAlone(String type) {
    Bundles bundle = bundle(type);
    bundle.entry("HEAD", "Patient/" + id);
    bundle.entry("HEAD", "Patient/" + id + "/_history/1");
    bundle.entry("HEAD", "Patient?_id=" + id);
    JsonNode answer = accepted(bundle);

    assertEquals(List.of("200", "200", "200"), Bundles.statuses(answer));
    assertEquals("W/\"2\"", Bundles.response(answer, 0).path("etag").asText());
    assertEquals("W/\"1\"", Bundles.response(answer, 1).path("etag").asText());
    for (int i = 0; i < 3; i++) {
      assertFalse(answer.path("entry").path(i).has("resource"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void searchByUrlAndByForm(String type) {
    String form =
        Base64.getEncoder().encodeToString("family=second".getBytes(StandardCharsets.US_ASCII));
    JsonNode answer =
        accepted(
            bundle(type)
                .get("Patient?_id=" + id)
                .get(client.base() + "Patient?_id=" + id + "&_format=xml&_pretty=true")
                .carrying(
                    "POST",
                    "Patient/_search?_id=" + id,
                    "{'resourceType':'Binary','contentType':'application/x-www-form-urlencoded',"
                        + "'data':'"
                        + form
                        + "'}")
                .carrying(
                    "POST",
                    "Patient/_search?family=first&_id=" + id,
                    "{'resourceType':'Binary','contentType':'application/x-www-form-urlencoded',"
                        + "'data':'"
                        + form
                        + "'}"));
    Bundles withoutBody = bundle(type);
    withoutBody.entry("POST", "Patient/_search?_id=" + id);

    assertEquals(List.of("200", "200", "200", "200"), Bundles.statuses(answer));
    for (int i = 0; i < 4; i++) {
      assertEquals("searchset", Bundles.resource(answer, i).path("type").asText());
      assertEquals(i == 3 ? 0 : 1, Bundles.resource(answer, i).path("entry").size());
    }
    assertEquals(1, Bundles.resource(accepted(withoutBody), 0).path("entry").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void showWhatIsAskedFor(String type) {
    JsonNode answer =
        accepted(
            bundle(type)
                .get("Patient/" + id + "?_elements=active")
                .get("Patient/" + id + "/_history/1?_summary=data")
                .get("Patient?_id=" + id + "&_summary=count"));

    assertFalse(Bundles.resource(answer, 0).has("name"));
    assertEquals(
        "SUBSETTED",
        Bundles.resource(answer, 0).path("meta").path("tag").path(0).path("code").asText());
    assertEquals("First", family(Bundles.resource(answer, 1)));
    assertEquals(1, Bundles.resource(answer, 2).path("total").asInt());
    assertFalse(Bundles.resource(answer, 2).has("entry"));
  }

  /**
   * §11.10, within the transaction: what it writes is there for the operation, and goes with it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void callOperations(String type) {
    Bundles bundle = bundle(type).get("$versions");
    bundle.entry("POST", "Patient/" + id + "/$purge-history");
    JsonNode answer = accepted(bundle);

    assertEquals(List.of("200", "204"), Bundles.statuses(answer));
    assertTrue(Bundles.resource(answer, 0).has("resourceType"));
    client.get("Patient/" + id + "/_history/1").expect(404);
    client.get("Patient/" + id + "/_history/2").expect(200);
  }

  @Test
  void undoOperationsWithTheirTransaction() {
    Bundles bundle = Bundles.transaction();
    bundle.entry("POST", "Patient/" + id + "/$purge-history");
    bundle.carrying("PUT", "Patient/" + id, patient("Third")).get("Patient/" + id + "none");

    client.post("", bundle.toString()).expect(404);
    client.get("Patient/" + id + "/_history/1").expect(200);
    client.get("Patient/" + id + "/_history/3").expect(404);
  }

  @Test
  void callOperationsOnWhatTheTransactionWrites() {
    Bundles bundle = Bundles.transaction();
    bundle.entry("POST", "Patient/" + id + "/$purge-history");
    bundle.carrying("PUT", "Patient/" + id, patient("Third"));
    JsonNode answer = accepted(bundle);

    assertEquals(List.of("204", "200"), Bundles.statuses(answer));
    client.get("Patient/" + id + "/_history/2").expect(404);
    client.get("Patient/" + id + "/_history/3").expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'resourceType':'Patient'}",
        "{'resourceType':'Binary','contentType':'text/plain','data':'YQ=='}",
        "{'resourceType':'Binary','contentType':'application/json-patch+json','data':'YQ=='}"
      })
  void searchByNoOtherBody(String resource) {
    JsonNode answer =
        accepted(Bundles.batch().carrying("POST", "Patient/_search?_id=" + id, resource));

    assertEquals(List.of("415"), Bundles.statuses(answer));
  }

  private JsonNode accepted(Bundles bundle) {
    return client.post("", bundle.toString()).expect(200).json();
  }

  private static Bundles bundle(String type) {
    return type.equals("batch") ? Bundles.batch() : Bundles.transaction();
  }

  private String patient(String family) {
    return "{'resourceType':'Patient','id':'%s','active':true,'name':[{'family':'%s'}]}"
        .formatted(id, family)
        .replace('\'', '"');
  }

  private static String family(JsonNode patient) {
    return patient.path("name").path(0).path("family").asText();
  }
}
