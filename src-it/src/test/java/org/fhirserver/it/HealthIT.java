package org.fhirserver.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

@HttpTest
class HealthIT {
  private final FhirClient client;
  private final ServerUnderTest server;

  HealthIT(FhirClient client, ServerUnderTest server) {
    this.client = client.anonymous();
    this.server = server;
  }

  @Test
  void isReadyWithoutToken() {
    FhirResponse response = client.get(server.readyAddress().toString()).expect(200);

    assertEquals("UP", response.json().path("status").asText());
    List<String> checks = response.json().path("checks").findValuesAsText("name");
    for (String check : List.of("database", "identity-provider", "drain")) {
      assertTrue(checks.contains(check), () -> check + " is not among " + checks);
    }
  }
}
