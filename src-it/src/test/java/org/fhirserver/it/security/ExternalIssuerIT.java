package org.fhirserver.it.security;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server in production's form: tokens come from a company's identity provider alone. */
@HttpTest(onOwnServers = true)
@TestInstance(Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(
    named = "fhir.test.database",
    matches = "postgresql",
    disabledReason = "Tokens have nothing to do with the database")
class ExternalIssuerIT {
  private final IssuerUnderTest issuer = new IssuerUnderTest();
  private final ServerUnderTest server;
  private final FhirClient client;
  private final String audience;

  /** A mistake in the claims of a token that would count otherwise. */
  record Mistake(String name, Consumer<Map<String, Object>> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Mistake> MISTAKES =
      List.of(
          new Mistake("expired", c -> c.put("exp", seconds(-300))),
          new Mistake("without end", c -> c.remove("exp")),
          new Mistake("not yet valid", c -> c.put("nbf", seconds(600))),
          new Mistake("issued in the future", c -> c.put("iat", seconds(3000))),
          new Mistake("for another audience", c -> c.put("aud", "https://other.example")),
          new Mistake("for a longer audience", c -> c.compute("aud", (k, v) -> v + "/x")),
          new Mistake("without audience", c -> c.remove("aud")),
          new Mistake("of another issuer", c -> c.put("iss", "https://other.example")),
          new Mistake("without issuer", c -> c.remove("iss")),
          new Mistake("without subject", c -> c.remove("sub")));

  ExternalIssuerIT(Servers servers) {
    server =
        servers.start(
            ServerOptions.defaults()
                .withoutDevelopmentIdentityProvider()
                .with("FHIR_SECURITY_AUTHORITY", issuer.url()));
    client = FhirClient.of(server).anonymous();
    audience = server.address() + "/fhir";
  }

  @AfterAll
  void close() {
    server.close();
    issuer.close();
  }

  @Test
  @DisplayName("§14.3 a token of the authority counts")
  void tokenOfTheAuthorityCounts() {
    get(issuer.token(issuer.claims(audience, "reader"))).expect(200);
  }

  @Test
  @DisplayName("RFC 7519, 4.1.3: an audience among several counts")
  void audienceAmongSeveralCounts() {
    Map<String, Object> claims = issuer.claims(audience, "reader");
    claims.put("aud", List.of("https://other.example", audience));

    get(issuer.token(claims)).expect(200);
  }

  @Test
  @DisplayName("§14.5 roles stand in any of the known claims, nested ones too")
  void rolesStandInAnyOfTheKnownClaims() {
    Map<String, Object> groups = issuer.claims(audience);
    groups.put("groups", List.of("strangers", "globalReader"));
    Map<String, Object> nested = issuer.claims(audience);
    nested.put("realm_access", Map.of("roles", List.of("reader")));

    get(issuer.token(groups)).expect(200);
    get(issuer.token(nested)).expect(200);
  }

  @Test
  @DisplayName("§14.7 a token without role that is known here may do nothing")
  void tokenWithoutRoleMayDoNothing() {
    String none = issuer.token(issuer.claims(audience));
    String unknown = issuer.token(issuer.claims(audience, "Reader ", "superuser"));

    for (String token : List.of(none, unknown)) {
      assertOutcome(get(token), 403, "forbidden");
      assertOutcome(
          client.post(
              "Patient", "{\"resourceType\":\"Patient\"}", "Authorization", "Bearer " + token),
          403,
          "forbidden");
      assertOutcome(
          client.post(
              "Patient/$validate",
              "{\"resourceType\":\"Patient\"}",
              "Authorization",
              "Bearer " + token),
          403,
          "forbidden");
    }
    client.get("metadata", "Authorization", "Bearer " + none).expect(200);
  }

  @ParameterizedTest
  @DisplayName("§14.3 a token with a mistake counts for nothing")
  @FieldSource("MISTAKES")
  void tokenWithMistakeCountsForNothing(Mistake mistake) {
    Map<String, Object> claims = issuer.claims(audience, "admin");
    mistake.change().accept(claims);

    assertRefused(get(issuer.token(claims)));
  }

  @Test
  @DisplayName("§14.3 a token that the authority has not signed counts for nothing")
  void tokenThatTheAuthorityHasNotSignedCountsForNothing() {
    Map<String, Object> claims = issuer.claims(audience, "admin");
    String good = issuer.token(claims);
    String other = issuer.token(issuer.claims(audience, "reader"));

    List<String> forged = new ArrayList<>();
    forged.add(issuer.tokenOfForeignKey(claims));
    forged.add(issuer.tokenThatBringsItsKey(claims));
    forged.add(issuer.tokenOfPublicKeyAsSecret(claims));
    forged.add(issuer.unsignedToken("none", claims));
    forged.add(issuer.unsignedToken("None", claims));
    forged.add(issuer.unsignedToken("RS256", claims));
    forged.add(good.substring(0, good.lastIndexOf('.') + 1));
    forged.add(good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')));

    for (String token : forged) {
      assertRefused(get(token));
    }
  }

  @ParameterizedTest
  @DisplayName("§14.3 what is no token counts for nothing")
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Bearer garbage",
        "Bearer a.b.c",
        "Bearer ..",
        "Bearer {}",
        "Basic YWRtaW46YWRtaW4tc2VjcmV0",
        "Negotiate x",
        "nonsense"
      })
  void whatIsNoTokenCountsForNothing(String authorization) {
    FhirResponse response = client.get("Patient", "Authorization", authorization);

    assertOutcome(response, 401, "login");
    assertChallenge(response);
  }

  @Test
  @DisplayName("§14.3 a token in the URL counts for nothing")
  void tokenInTheUrlCountsForNothing() {
    String token = issuer.token(issuer.claims(audience, "admin"));

    assertOutcome(client.get("Patient?access_token=" + token), 401, "login");
  }

  @Test
  @DisplayName("§14.4 who calls is asked before what is called")
  void whoCallsIsAskedBeforeWhatIsCalled() {
    for (String path :
        List.of(
            "Patient/unknown", "NotObservation", "Patient/no_id", "$nonsense", "", "metadata/x")) {
      assertOutcome(client.get(path), 401, "login");
    }
    assertOutcome(client.post("Patient", "{"), 401, "login");
    assertOutcome(client.put("metadata", "{}"), 401, "login");
    assertOutcome(client.delete("Patient/1"), 401, "login");
  }

  @Test
  @DisplayName("§14.3 the authority may change its keys while the server runs")
  void authorityMayChangeItsKeys() {
    get(issuer.token(issuer.claims(audience, "reader"))).expect(200);

    get(issuer.tokenOfNewKey(issuer.claims(audience, "reader"))).expect(200);
  }

  @ParameterizedTest
  @DisplayName("ADR 2: without the development identity provider nothing is at its URLs")
  @ValueSource(
      strings = {
        "/auth/default/oauth2/v1/token",
        "/auth/default/oauth2/v1/authorize",
        "/auth/default/oauth2/v1/keys",
        "/auth/default/.well-known/openid-configuration",
        "/auth/",
        "/auth/default"
      })
  void developmentIdentityProviderIsNotThere(String path) {
    assertOutcome(client.get(path), 404, "not-found");
    assertOutcome(client.post(path, "grant_type=client_credentials"), 404, "not-found");
  }

  @Test
  @DisplayName("§14.1 the challenge names the authority")
  void challengeNamesTheAuthority() {
    FhirResponse response = client.get("Patient");

    assertEquals(
        List.of(
            String.format(
                "Bearer authorization_uri=\"%s\", resource_id=\"%s\", realm=\"%s\"",
                issuer.url(), audience, audience)),
        response.headers().allValues("WWW-Authenticate"));
  }

  private FhirResponse get(String token) {
    return client.get("Patient", "Authorization", "Bearer " + token);
  }

  private static void assertRefused(FhirResponse response) {
    assertOutcome(response, 401, "login");
    assertEquals(
        "Authentication failed.",
        response.json().path("issue").path(0).path("diagnostics").asText());
    assertChallenge(response);
    assertTrue(
        response.header("WWW-Authenticate").orElse("").contains("error=\"invalid_token\""),
        response.headers().toString());
  }

  private static void assertChallenge(FhirResponse response) {
    List<String> challenges = response.headers().allValues("WWW-Authenticate");
    assertEquals(1, challenges.size());
    assertTrue(challenges.get(0).startsWith("Bearer authorization_uri=\""), challenges.get(0));
  }

  private static long seconds(long fromNow) {
    return Instant.now().getEpochSecond() + fromNow;
  }
}
