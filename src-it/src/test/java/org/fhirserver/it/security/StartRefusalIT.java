package org.fhirserver.it.security;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Settings with which the server would not be protected. */
@HttpTest(onOwnServers = true)
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
      server.awaitConsole("The FHIR server refuses to start");
      assertTrue(server.console().contains("fhir.security.authority"));
      // The application server says that the application failed, and that it has started itself.
      server.awaitConsole(server.applicationFailed());
      server.awaitConsole(server.started());

      FhirClient client = FhirClient.of(server).anonymous();
      assertFalse(answers(client, "metadata"));
      assertFalse(answers(client, "Patient"));
      assertFalse(answers(client, server.readyAddress().toString()));
    }
  }

  private static boolean answers(FhirClient client, String path) {
    try {
      return client.get(path).status() == 200;
    } catch (UncheckedIOException nobodyListens) {
      return false;
    }
  }
}
