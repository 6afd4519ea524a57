package org.fhirserver.web.identity;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationRequestTest {
  private static final String CALLBACK = "http://localhost:1234/callback";
  private static final String CHALLENGE =
      "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static final String S256 = CHALLENGE + "&code_challenge_method=S256";

  private final SampleDirectory directory = new SampleDirectory();

  @ParameterizedTest
  @ValueSource(strings = {CALLBACK, "http://127.0.0.1/callback", "http://[::1]:65535/callback"})
  void takesAnyPortOfALoopbackAddress(String uri) {
    assertDoesNotThrow(() -> request("sample-app", uri, S256).check());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:1234/callback/../x",
        "http://localhost:1234/callback?x=1",
        "http://localhost:1234/callback%23",
        "http://localhost@evil.example/callback",
        "http://localhost:1234@evil.example/callback",
        "http://localhost.evil.example/callback",
        "https://localhost:1234/callback",
        "http://evil.example/callback",
        "javascript:alert(1)",
        "/callback",
        "http://localhost:1234",
        "https://oauth.pstmn.io:444/v1/callback"
      })
  void refusesOtherRedirectUris(String uri) {
    assertThrows(OAuthException.class, () -> request("sample-app", uri, S256));
    assertThrows(OAuthException.class, () -> request("admin", uri, ""));
  }

  @Test
  void takesARegisteredRedirectUriLetterByLetter() {
    assertDoesNotThrow(() -> request("admin", "https://oauth.pstmn.io/v1/callback", "").check());
    assertThrows(
        OAuthException.class, () -> request("admin", "https://OAUTH.pstmn.io/v1/callback", ""));
  }

  @Test
  void refusesAnUnknownClient() {
    assertThrows(OAuthException.class, () -> request("nobody", CALLBACK, S256));
  }

  @Test
  void demandsAChallengeFromAPublicClient() {
    assertCheckFails("invalid_request", "");
    assertCheckFails("invalid_request", "&code_challenge_method=S256");
  }

  @Test
  void refusesThePlainMethodAndAMalformedChallenge() {
    assertCheckFails("invalid_request", CHALLENGE + "&code_challenge_method=plain");
    assertCheckFails("invalid_request", CHALLENGE);
    assertCheckFails("invalid_request", "&code_challenge=short&code_challenge_method=S256");
  }

  @Test
  void refusesOtherResponseTypes() {
    AuthorizationRequest request =
        AuthorizationRequest.of(
            FormParameters.parse(
                "response_type=token&client_id=sample-app&redirect_uri=" + CALLBACK + S256),
            directory);
    assertEquals(
        "unsupported_response_type", assertThrows(OAuthException.class, request::check).error());
  }

  @Test
  void answersWithCodeAndState() {
    AuthorizationRequest request = request("sample-app", CALLBACK, S256 + "&state=a%26b+c");
    assertEquals(CALLBACK + "?code=x&state=a%26b+c", request.answer("x"));
    assertEquals(
        CALLBACK + "?error=invalid_scope&error_description=no+%26&state=a%26b+c",
        request.answer(new OAuthException("invalid_scope", "no &")));
  }

  @Test
  void showsAFormThatEscapesEverything() {
    String attack = "\"><script>alert('1')</script>";
    AuthorizationRequest request =
        new AuthorizationRequest(
            directory.client("sample-app").orElseThrow(),
            CALLBACK,
            Optional.of(attack),
            new FormParameters(Map.of("state", attack, attack, "v")));
    String page = LoginPage.form(request, "token", Optional.of(attack));
    assertFalse(page.contains("<script"), page);
    assertTrue(
        page.contains("value=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\""), page);
    assertFalse(LoginPage.refusal(new OAuthException("e", attack)).contains("<script"));
  }

  @Test
  void findsTheRequestInTheFormAgain() {
    LoginForm form =
        LoginForm.of(
            FormParameters.parse(
                "username=u&password=p&form_token=t&request.state=s&request.client_id=c"));
    assertEquals(
        new LoginForm("u", "p", "t", new FormParameters(Map.of("state", "s", "client_id", "c"))),
        form);
    assertFalse(form.toString().contains("p,"));
  }

  private AuthorizationRequest request(String client, String redirectUri, String more) {
    return AuthorizationRequest.of(
        FormParameters.parse(
            "response_type=code&client_id=" + client + "&redirect_uri=" + redirectUri + more),
        directory);
  }

  private void assertCheckFails(String error, String more) {
    AuthorizationRequest request = request("sample-app", CALLBACK, more);
    assertEquals(error, assertThrows(OAuthException.class, request::check).error());
  }
}
