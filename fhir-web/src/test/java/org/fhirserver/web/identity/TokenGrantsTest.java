package org.fhirserver.web.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.web.security.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenGrantsTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final String CALLBACK = "http://127.0.0.1:5000/callback";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));
  private final SampleDirectory directory = new SampleDirectory();
  private final AuthorizationCodes codes = new AuthorizationCodes(clock, Secrets.create());
  private final TokenGrants grants =
      new TokenGrants(
          new ClientAuthentication(directory),
          codes,
          new TokenSigner("https://issuer", List.of("https://fhir/fhir"), KEY, clock));

  @ParameterizedTest
  @ValueSource(strings = {"client_credentials", "Client_Credentials"})
  void givesAClientATokenForItself(String grantType) throws ParseException, JOSEException {
    Map<String, Object> answer =
        grants.grant(
            form("grant_type=" + grantType + "&resource=any"), basic("writer:writer-secret"));
    assertEquals("Bearer", answer.get("token_type"));
    assertEquals(3600L, answer.get("expires_in"));
    assertFalse(answer.containsKey("id_token"));
    JWTClaimsSet claims = verified(answer.get("access_token"));
    assertEquals("https://issuer", claims.getIssuer());
    assertEquals(List.of("https://fhir/fhir"), claims.getAudience());
    assertEquals("writer", claims.getSubject());
    assertEquals(List.of("writer"), claims.getStringListClaim("roles"));
    assertEquals("writer", claims.getStringClaim("client_id"));
    assertEquals(clock.instant(), claims.getIssueTime().toInstant());
    assertEquals(clock.instant().plusSeconds(3600), claims.getExpirationTime().toInstant());
  }

  @Test
  void takesTheSecretFromTheBodyToo() {
    assertTrue(
        grants
            .grant(
                form("grant_type=client_credentials&client_id=admin&client_secret=admin-secret"),
                Optional.empty())
            .containsKey("access_token"));
  }

  @Test
  void decodesBasicCredentialsAsAForm() {
    assertTrue(
        grants
            .grant(form("grant_type=client_credentials"), basic("%61dmin:admin%2Dsecret"))
            .containsKey("access_token"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"admin:wrong", "nobody:admin-secret", "admin:", "admin", ":", "sample-app:x"})
  void refusesWrongCredentials(String credentials) {
    assertError("invalid_client", form("grant_type=client_credentials"), basic(credentials));
  }

  @Test
  void refusesAClientThatDoesNotSayWhoItIs() {
    assertError("invalid_client", form("grant_type=client_credentials"), Optional.empty());
    assertError("invalid_client", form("grant_type=client_credentials"), Optional.of("Bearer x"));
    assertError("invalid_client", form("grant_type=client_credentials"), Optional.of("Basic ###"));
    assertError(
        "invalid_client", form("grant_type=client_credentials&client_id=admin"), Optional.empty());
  }

  @Test
  void refusesTwoWaysOfAuthenticationAtOnce() {
    assertError(
        "invalid_request",
        form("grant_type=client_credentials&client_id=admin&client_secret=admin-secret"),
        basic("admin:admin-secret"));
    assertError(
        "invalid_request",
        form("grant_type=client_credentials&client_id=reader"),
        basic("admin:admin-secret"));
  }

  @Test
  void refusesAPublicClientThatActsForItself() {
    assertError(
        "unauthorized_client",
        form("grant_type=client_credentials&client_id=sample-app"),
        Optional.empty());
  }

  @Test
  void refusesOtherAndMissingGrantTypes() {
    assertError("unsupported_grant_type", form("grant_type=password"), basic("admin:admin-secret"));
    assertError("invalid_request", form("scope=x"), basic("admin:admin-secret"));
  }

  @Test
  void refusesAMalformedScope() {
    assertError(
        "invalid_scope",
        form("grant_type=client_credentials&scope=a%22b"),
        basic("admin:admin-secret"));
  }

  @Test
  void exchangesACodeOnce() throws ParseException, JOSEException {
    String code = code("openid system/*.read");
    Map<String, Object> answer = grants.grant(exchange(code, CALLBACK, VERIFIER), Optional.empty());
    JWTClaimsSet access = verified(answer.get("access_token"));
    assertEquals("reader", access.getSubject());
    assertEquals("sample-app", access.getStringClaim("azp"));
    assertEquals("openid system/*.read", access.getStringClaim("scope"));
    JWTClaimsSet identity = verified(answer.get("id_token"));
    assertEquals(List.of("sample-app"), identity.getAudience());
    assertEquals("n-1", identity.getStringClaim("nonce"));
    assertError("invalid_grant", exchange(code, CALLBACK, VERIFIER), Optional.empty());
  }

  @Test
  void givesNoIdTokenUnlessAsked() {
    assertFalse(
        grants
            .grant(exchange(code("profile"), CALLBACK, VERIFIER), Optional.empty())
            .containsKey("id_token"));
  }

  @Test
  void refusesACodeAfterAMinute() {
    String code = code("");
    clock.pass(AuthorizationCodes.LIFETIME);
    assertError("invalid_grant", exchange(code, CALLBACK, VERIFIER), Optional.empty());
  }

  @Test
  void refusesACodeWithoutItsVerifierOrRedirectUri() {
    assertError("invalid_grant", exchange(code(""), CALLBACK, "x".repeat(43)), Optional.empty());
    assertError("invalid_grant", exchange(code(""), CALLBACK + "/", VERIFIER), Optional.empty());
    assertError(
        "invalid_grant",
        form(
            "grant_type=authorization_code&client_id=sample-app&code="
                + code("")
                + "&redirect_uri="
                + CALLBACK),
        Optional.empty());
  }

  @Test
  void refusesACodeOfAnotherClientAndThenItsOwner() {
    String code = code("");
    assertError(
        "invalid_grant",
        form(
            "grant_type=authorization_code&code="
                + code
                + "&redirect_uri="
                + CALLBACK
                + "&code_verifier="
                + VERIFIER),
        basic("admin:admin-secret"));
    assertError("invalid_grant", exchange(code, CALLBACK, VERIFIER), Optional.empty());
  }

  @Test
  void tellsUsersFromClientsOfTheSameName() throws ParseException, JOSEException {
    JWTClaimsSet user =
        verified(
            grants
                .grant(exchange(code(""), CALLBACK, VERIFIER), Optional.empty())
                .get("access_token"));
    JWTClaimsSet client =
        verified(
            grants
                .grant(form("grant_type=client_credentials"), basic("reader:reader-secret"))
                .get("access_token"));
    assertEquals(user.getSubject(), client.getSubject());
    assertNotEquals(user.getStringClaim("oid"), client.getStringClaim("oid"));
  }

  @Test
  void refusesAParameterThatStandsTwice() {
    OAuthException thrown =
        assertThrows(OAuthException.class, () -> form("grant_type=a&grant_type=b"));
    assertEquals("invalid_request", thrown.error());
    assertThrows(OAuthException.class, () -> form("grant_type=%zz"));
  }

  private String code(String scope) {
    AuthorizationRequest request =
        AuthorizationRequest.of(
            form(
                "response_type=code&client_id=sample-app&nonce=n-1&code_challenge_method=S256"
                    + "&code_challenge="
                    + CHALLENGE
                    + "&redirect_uri="
                    + CALLBACK
                    + "&scope="
                    + scope.replace(' ', '+')),
            directory);
    return codes.issue(request.grant(directory.signIn("reader", "reader-password").orElseThrow()));
  }

  private static FormParameters exchange(String code, String redirectUri, String verifier) {
    return form(
        "grant_type=authorization_code&client_id=sample-app&code="
            + code
            + "&redirect_uri="
            + redirectUri
            + "&code_verifier="
            + verifier);
  }

  private static FormParameters form(String text) {
    return FormParameters.parse(text);
  }

  private static Optional<String> basic(String credentials) {
    return Optional.of(
        "basic "
            + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
  }

  private void assertError(String error, FormParameters form, Optional<String> authorization) {
    assertEquals(
        error, assertThrows(OAuthException.class, () -> grants.grant(form, authorization)).error());
  }

  private static JWTClaimsSet verified(Object token) throws ParseException, JOSEException {
    SignedJWT jwt = SignedJWT.parse((String) token);
    assertTrue(jwt.verify(new RSASSAVerifier(KEY.key().toPublicJWK())));
    return jwt.getJWTClaimsSet();
  }
}
