package org.fhirserver.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
  }
}
