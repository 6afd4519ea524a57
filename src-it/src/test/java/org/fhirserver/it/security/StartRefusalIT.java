package org.fhirserver.it.security;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Settings with which the server would not be protected. */
@HttpTest
@DisabledIfSystemProperty(
    named = "fhir.test.database",
    matches = "postgresql",
    disabledReason = "Tokens have nothing to do with the database")
class StartRefusalIT {

  @Test
  @DisplayName("Design, identity: the server does not start when nobody gives tokens")
  void serverDoesNotStartWhenNobodyGivesTokens(Servers servers) {
    try (ServerUnderTest server =
        servers.launch(ServerOptions.defaults().withoutDevelopmentIdentityProvider())) {
      // The first is the application's word, the second that of the server about the application.
      server.awaitConsole("The FHIR server refuses to start");
      server.awaitConsole("CWWKZ0002E");

      FhirClient client = FhirClient.of(server).anonymous();
      assertTrue(server.console().contains("fhir.security.authority"));
      assertNotEquals(200, client.get("metadata").status());
      assertNotEquals(200, client.get("Patient").status());
      assertNotEquals(200, client.get("/health/ready").status());
    }
  }
}
