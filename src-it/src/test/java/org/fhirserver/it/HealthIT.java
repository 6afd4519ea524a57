package org.fhirserver.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

@HttpTest
class HealthIT {
  private static final List<String> OF_THE_APPLICATION =
      List.of("database", "drain", "identity-provider");

  private final FhirClient client;
  private final RunningServer server;

  HealthIT(FhirClient client, RunningServer server) {
    this.client = client.anonymous();
    this.server = server;
  }

  @Test
  void isReadyWithoutTokenAndAsksEachCheckOnce() {
    FhirResponse response = client.get(server.readyAddress().toString()).expect(200);

    assertEquals("UP", response.json().path("status").asText());
    List<String> own =
        response.json().path("checks").findValuesAsText("name").stream()
            .filter(OF_THE_APPLICATION::contains)
            .sorted()
            .toList();
    assertEquals(OF_THE_APPLICATION, own);
  }
}
