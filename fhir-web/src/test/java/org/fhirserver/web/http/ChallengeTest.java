package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ChallengeTest {
  private final Challenge challenge = new Challenge("https://login/t", "https://fhir/fhir");

  @Test
  void namesAuthorityAndAudience() {
    assertEquals(
        "Bearer authorization_uri=\"https://login/t\", resource_id=\"https://fhir/fhir\","
            + " realm=\"https://fhir/fhir\"",
        challenge.text(false));
  }

  @Test
  void saysThatATokenIsNotValid() {
    assertEquals(challenge.text(false) + ", error=\"invalid_token\"", challenge.text(true));
  }
}
