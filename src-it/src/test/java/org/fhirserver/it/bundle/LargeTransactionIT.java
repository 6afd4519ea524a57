package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.junit.jupiter.api.Test;

/** A transaction as large as the limit, in a server with little memory. */
@HttpTest(onOwnServers = true)
class LargeTransactionIT {
  private static final int ENTRIES = 20_000;

  @Test
  void succeedsUpToTheLimitWithOneGigabyteOfHeap(Servers servers) {
    ServerOptions options =
        ServerOptions.defaults()
            .withHeap("1g")
            .with("FHIR_BUNDLE_MAX_ENTRIES", Integer.toString(ENTRIES));
    try (ServerUnderTest server = servers.start(options)) {
      FhirClient client = FhirClient.of(server);
      JsonNode answer = client.post("", transaction(ENTRIES)).expect(200).json();

      assertEquals(ENTRIES, answer.path("entry").size());
      assertTrue(Bundles.statuses(answer).stream().allMatch("201"::equals));
      assertEquals(ENTRIES / 2, count(client, "Patient?name=large"));
      assertEquals(ENTRIES / 2, count(client, "Observation?subject:missing=false"));

      FhirResponse refused = client.post("", transaction(ENTRIES + 2));
      assertEquals(413, refused.status());
      assertTrue(refused.body().contains(Integer.toString(ENTRIES)), refused.body());
      assertEquals(ENTRIES / 2, count(client, "Patient?name=large"));
    }
  }

  private static int count(FhirClient client, String search) {
    return client.get(search + "&_summary=count").expect(200).json().path("total").asInt();
  }

  /** Patients and an observation of each. */
  private static String transaction(int entries) {
    StringBuilder bundle =
        new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
    for (int i = 0; i < entries / 2; i++) {
      String fullUrl = "urn:uuid:00000000-0000-4000-8000-" + (100_000_000_000L + i);
      bundle
          .append(i == 0 ? "" : ",")
          .append("{\"fullUrl\":\"")
          .append(fullUrl)
          .append("\",\"resource\":{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Large")
          .append(i)
          .append("\"}]},\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}},")
          .append("{\"resource\":{\"resourceType\":\"Observation\",\"status\":\"final\",")
          .append("\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8480-6\"}]},")
          .append("\"subject\":{\"reference\":\"")
          .append(fullUrl)
          .append("\"}},\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}");
    }
    return bundle.append("]}").toString();
  }
}
