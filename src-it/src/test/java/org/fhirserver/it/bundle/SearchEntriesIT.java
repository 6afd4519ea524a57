package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** Entries that search several types or a compartment: §7.9, §8.10. */
@HttpTest
class SearchEntriesIT {
  private final FhirClient client;
  private final String id = Bundles.id();

  SearchEntriesIT(FhirClient client) {
    this.client = client;
  }

  @BeforeEach
  void storeAPatientWithAnObservation() {
    client.put("Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}").expect(201);
    client
        .put(
            "Observation/" + id,
            "{\"resourceType\":\"Observation\",\"id\":\""
                + id
                + "\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
                + "\"subject\":{\"reference\":\"Patient/"
                + id
                + "\"}}")
        .expect(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "batch"})
  void searchAllTypesAndCompartments(String type) {
    String form =
        "{'resourceType':'Binary','contentType':'application/x-www-form-urlencoded','data':'"
            + Base64.getEncoder().encodeToString(("_id=" + id).getBytes(StandardCharsets.US_ASCII))
            + "'}";
    JsonNode answer =
        accepted(
            bundle(type)
                .get("?_type=Patient,Observation&_id=" + id)
                .get("/?_id=" + id)
                .get("Patient/" + id + "/Observation")
                .get("Patient/" + id + "/*?_type=Observation,Patient&_count=1")
                .carrying("POST", "_search?_type=Patient", form)
                .carrying("POST", "Patient/" + id + "/Observation/_search", form)
                .get("metadata?_elements=status"));

    assertEquals(
        List.of("200", "200", "200", "200", "200", "200", "200"), Bundles.statuses(answer));
    int[] found = {2, 2, 1, 1, 1, 1};
    for (int i = 0; i < found.length; i++) {
      assertEquals("searchset", Bundles.resource(answer, i).path("type").asText());
      assertEquals(found[i], Bundles.resource(answer, i).path("entry").size(), "entry " + i);
    }
    JsonNode statement = Bundles.resource(answer, 6);
    assertEquals("CapabilityStatement", statement.path("resourceType").asText());
    assertEquals("active", statement.path("status").asText());
    assertEquals(false, statement.has("rest"));
  }

  @Test
  void failWhereRequestsWould() {
    JsonNode answer =
        accepted(
            Bundles.batch()
                .get("?gender=male")
                .get("?_type=Foo")
                .get("Patient/" + id + "/Organization")
                .get("Organization/" + id + "/Observation")
                .get("Patient/" + id + "/Observation/_search")
                .get("_search")
                .get("metadata?x=y")
                .get("Patient/*")
                .get("*/x/Observation"));

    assertEquals(
        List.of("400", "400", "404", "404", "405", "405", "400", "400", "404"),
        Bundles.statuses(answer));
  }

  private JsonNode accepted(Bundles bundle) {
    return client.post("", bundle.toString()).expect(200).json();
  }

  private static Bundles bundle(String type) {
    return type.equals("batch") ? Bundles.batch() : Bundles.transaction();
  }
}
