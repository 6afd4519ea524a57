package org.fhirserver.it.history;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The operation that removes past versions: §4.4. */
@HttpTest
class PurgeHistoryIT {
  private final FhirClient client;

  PurgeHistoryIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§4.4 purging keeps the current version only, with its number")
  void keepsTheCurrentVersionOnly() {
    String id = Samples.newId();
    FhirResponse third = update(id, 3);

    FhirResponse purged = client.delete("Patient/" + id + "/$purge-history").expect(204);

    assertEquals("", purged.body());
    assertEquals(third.body(), client.get("Patient/" + id).expect(200).body());
    assertEquals(third.body(), client.get("Patient/" + id + "/_history/3").expect(200).body());
    assertOutcome(client.get("Patient/" + id + "/_history/1"), 404, "not-found");
    assertOutcome(client.get("Patient/" + id + "/_history/2"), 404, "not-found");
    assertEquals(List.of(3), versions(id));
    client.put("Patient/" + id, Samples.patient(id, "Next")).expect(200);
    assertEquals(List.of(4, 3), versions(id));
    client.delete("Patient/" + id + "/$purge-history").expect(204);
    client.delete("Patient/" + id + "/$purge-history").expect(204);
    assertEquals(List.of(4), versions(id));
  }

  @Test
  @DisplayName("§4.4 purging what is deleted keeps the deletion")
  void keepsTheDeletion() {
    String id = Samples.newId();
    update(id, 2);
    client.delete("Patient/" + id).expect(204);

    client
        .post("Patient/" + id + "/$purge-history", "{\"resourceType\":\"Parameters\"}")
        .expect(204);

    assertOutcome(client.get("Patient/" + id), 410, "deleted");
    assertOutcome(client.get("Patient/" + id + "/_history/2"), 404, "not-found");
    assertEquals(List.of(3), versions(id));
    JsonNode revived = client.put("Patient/" + id, Samples.patient(id, "Back")).expect(201).json();
    assertEquals("4", revived.path("meta").path("versionId").asText());
  }

  @Test
  @DisplayName("§4.4 purging needs the right to delete for good, a resource and no parameters")
  void isRefused() {
    String id = Samples.newId();
    update(id, 2);
    String url = "Patient/" + id + "/$purge-history";

    assertOutcome(client.as("writer").delete(url), 403, "forbidden");
    assertOutcome(client.as("reader").delete(url), 403, "forbidden");
    assertOutcome(client.delete("Patient/" + Samples.newId() + "/$purge-history"), 404);
    assertOutcome(client.delete("Patient/no%20id/$purge-history"), 400);
    assertOutcome(client.delete(url + "?_count=1"), 400);
    assertOutcome(client.get(url), 405);

    assertEquals(List.of(2, 1), versions(id));
  }

  private FhirResponse update(String id, int versions) {
    for (int version = 1; version < versions; version++) {
      client.put("Patient/" + id, Samples.patient(id, "Version" + version));
    }
    return client.put("Patient/" + id, Samples.patient(id, "Version" + versions)).expect(200);
  }

  private List<Integer> versions(String id) {
    return Histories.versions(client.get("Patient/" + id + "/_history").expect(200).json());
  }
}
