package org.fhirserver.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

@HttpTest
class HealthIT {
  private final FhirClient client;

  HealthIT(FhirClient client) {
    this.client = client.anonymous();
  }

  @Test
  void isReadyWithoutToken() {
    FhirResponse response = client.get("/health/ready").expect(200);

    assertEquals("UP", response.json().path("status").asText());
  }
}
