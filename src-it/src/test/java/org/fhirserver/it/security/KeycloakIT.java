package org.fhirserver.it.security;

import static org.fhirserver.it.Outcomes.assertOutcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Keycloak, connected as docs/operations.md says: {@code mvn verify -Pkeycloak}. */
@HttpTest(onOwnServers = true)
@TestInstance(Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(
    named = "fhir.test.database",
    matches = "postgresql",
    disabledReason = "Tokens have nothing to do with the database")
class KeycloakIT {
  private static final String PATIENT = "{\"resourceType\":\"Patient\"}";

  private final Servers servers;
  private KeycloakUnderTest keycloak;

  KeycloakIT(Servers servers) {
    this.servers = servers;
  }

  @BeforeAll
  void startKeycloakWithTheRealm() throws IOException {
    keycloak =
        KeycloakUnderTest.start(
            Path.of(System.getProperty("fhir.test.keycloak")),
            Integer.getInteger("fhir.test.keycloak-port"));
    try (InputStream realm = KeycloakIT.class.getResourceAsStream("/keycloak-realm.json")) {
      JsonNode parts = new JsonMapper().readTree(realm);
      keycloak.administer("", parts.path("realm"));
      keycloak.administer("/hospital/client-scopes", parts.path("clientScope"));
      keycloak.administer("/hospital/partialImport", parts.path("import"));
    }
  }

  @AfterAll
  void stopKeycloak() {
    keycloak.close();
  }

  @Test
  @DisplayName("Realm roles of users and of clients count by themselves")
  void realmRolesCountByThemselves() {
    try (ServerUnderTest server = servers.start(options())) {
      FhirClient client = FhirClient.of(server).anonymous();
      String writer = keycloak.tokenOfClient("laboratory");
      String reader = keycloak.tokenOfUser("spock", "app");

      create(client, writer).expect(201);
      read(client, reader).expect(200);
      assertOutcome(create(client, reader), 403, "forbidden");
      assertOutcome(read(client, keycloak.tokenOfUser("nurse", "app")), 403, "forbidden");
      assertOutcome(read(client, keycloak.tokenOfUser("spock", "stranger")), 401, "login");
      assertOutcome(read(client, changed(reader)), 401, "login");
    }
  }

  @Test
  @DisplayName("Roles of the client fhir-server count, and realm roles then do not")
  void rolesOfTheClientCount() {
    ServerOptions options =
        options().with("FHIR_SECURITY_ROLE_CLAIMS", "resource_access.fhir-server.roles");
    try (ServerUnderTest server = servers.start(options)) {
      FhirClient client = FhirClient.of(server).anonymous();

      create(client, keycloak.tokenOfUser("mccoy", "app")).expect(201);
      assertOutcome(read(client, keycloak.tokenOfUser("spock", "app")), 403, "forbidden");
    }
  }

  @Test
  @DisplayName("Groups count as the roles that they are mapped to")
  void groupsCountAsTheRolesThatTheyAreMappedTo() {
    ServerOptions options = options().with("FHIR_SECURITY_ROLE_MAPPING", "Ward Nurses=writer");
    try (ServerUnderTest server = servers.start(options)) {
      FhirClient client = FhirClient.of(server).anonymous();

      create(client, keycloak.tokenOfUser("nurse", "app")).expect(201);
      assertOutcome(create(client, keycloak.tokenOfUser("spock", "app")), 403, "forbidden");
    }
  }

  private ServerOptions options() {
    return ServerOptions.defaults()
        .withoutDevelopmentIdentityProvider()
        .with("FHIR_SECURITY_AUTHORITY", keycloak.authority())
        .with("FHIR_SECURITY_AUDIENCES", "fhir-server");
  }

  private static FhirResponse create(FhirClient client, String token) {
    return client.post("Patient", PATIENT, "Authorization", "Bearer " + token);
  }

  private static FhirResponse read(FhirClient client, String token) {
    return client.get("Patient", "Authorization", "Bearer " + token);
  }

  /** The token with another signature. */
  private static String changed(String token) {
    int signature = token.lastIndexOf('.') + 1;
    char other = token.charAt(signature) == 'A' ? 'B' : 'A';
    return token.substring(0, signature) + other + token.substring(signature + 1);
  }
}
