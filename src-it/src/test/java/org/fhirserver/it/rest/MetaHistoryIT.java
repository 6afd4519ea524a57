package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates that keep no version for the sake of meta: §3.14. */
@HttpTest
class MetaHistoryIT {
  private final FhirClient client;

  MetaHistoryIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§3.14 a version that only meta distinguishes is dropped")
  void versionThatOnlyMetaDistinguishesIsDropped() {
    String id = Samples.newId();
    put(id, "", "Adams", "one").expect(201);
    put(id, "", "Bell", "one").expect(200);

    FhirResponse third = put(id, "?_meta-history=false", "Bell", "two").expect(200);

    assertEquals("3", third.json().path("meta").path("versionId").asText());
    assertEquals(List.of(3, 1), versions(id));
    assertOutcome(client.get("Patient/" + id + "/_history/2"), 404, "not-found");
    client.get("Patient/" + id + "/_history/1").expect(200);
    assertEquals(0, client.get("Patient?_tag=one&_id=" + id).json().path("total").asInt());
    assertEquals(1, client.get("Patient?_tag=two&_id=" + id).json().path("total").asInt());
    put(id, "", "Cole", "two").expect(200);
    assertEquals(List.of(4, 3, 1), versions(id));
  }

  @Test
  @DisplayName("§3.14 a version with other content is kept")
  void versionWithOtherContentIsKept() {
    String id = Samples.newId();
    put(id, "", "Adams", "one").expect(201);

    put(id, "?_meta-history=false", "Bell", "two").expect(200);

    assertEquals(List.of(2, 1), versions(id));
  }

  @Test
  @DisplayName("§3.14, §3.11 without a change there is no version, whatever the parameter says")
  void withoutChangeThereIsNoVersion() {
    String id = Samples.newId();
    put(id, "?_meta-history=false", "Adams", "one").expect(201);

    put(id, "?_meta-history=false", "Adams", "one").expect(200);
    assertEquals(List.of(1), versions(id));
    put(id, "?_meta-history=true", "Adams", "two").expect(200);
    assertEquals(List.of(2, 1), versions(id));
  }

  @ParameterizedTest
  @DisplayName("§3.14 what is neither true nor false is refused")
  @ValueSource(strings = {"_meta-history=no", "_meta-history=", "_meta-history=False"})
  void otherValuesAreRefused(String query) {
    String id = Samples.newId();

    assertOutcome(put(id, "?" + query, "Adams", "one"), 400);
    assertOutcome(client.get("Patient/" + id), 404);
  }

  private FhirResponse put(String id, String query, String family, String tag) {
    return client.put(
        "Patient/" + id + query,
        "{\"resourceType\":\"Patient\",\"id\":\""
            + id
            + "\",\"meta\":{\"tag\":[{\"code\":\""
            + tag
            + "\"}]},\"name\":[{\"family\":\""
            + family
            + "\"}]}");
  }

  private List<Integer> versions(String id) {
    JsonNode bundle = client.get("Patient/" + id + "/_history").expect(200).json();
    return StreamSupport.stream(bundle.path("entry").spliterator(), false)
        .map(entry -> entry.path("response").path("etag").asText())
        .map(etag -> Integer.valueOf(etag.replaceAll("\\D", "")))
        .toList();
  }
}
