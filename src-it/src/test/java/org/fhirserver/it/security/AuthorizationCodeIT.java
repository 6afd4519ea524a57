package org.fhirserver.it.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The development identity provider as an app with a browser sees it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1">Authorization code grant</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636">PKCE</a>
 */
@HttpTest
class AuthorizationCodeIT {
  private static final String REDIRECT_URI = "http://127.0.0.1:4711/callback";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

  private final FhirClient client;
  private final JsonNode discovery;

  AuthorizationCodeIT(FhirClient client) {
    this.client = client.anonymous();
    discovery = get(client.base().resolve("/auth/default/.well-known/openid-configuration"));
  }

  @Test
  @DisplayName("OpenID Connect Discovery: the document leads to the keys and to the issuer")
  void discoveryLeadsToTheKeysAndToTheIssuer() {
    assertEquals(
        client.base().resolve("/auth/default").toString(), discovery.path("issuer").asText());
    JsonNode keys = get(URI.create(discovery.path("jwks_uri").asText()));
    assertEquals("RSA", keys.path("keys").path(0).path("kty").asText());
    assertFalse(keys.path("keys").path(0).has("d"), "The private key is told");
    assertTrue(
        Arrays.asList(texts(discovery.path("code_challenge_methods_supported"))).contains("S256"));
  }

  @Test
  @DisplayName("RFC 6749, 4.1: a user signs in and the app gets a token for what the user may do")
  void userSignsInAndTheAppGetsToken() {
    FhirResponse redirect = signIn(request(), "reader", "reader-password");
    assertEquals(303, redirect.status(), redirect.body());
    Map<String, String> answer = answer(redirect);
    assertEquals("a state/with ?&=+ signs", answer.get("state"));

    JsonNode token = redeem(answer.get("code"), VERIFIER).expect(200).json();

    assertEquals("Bearer", token.path("token_type").asText());
    assertEquals("openid fhirUser", token.path("scope").asText());
    String bearer = "Bearer " + token.path("access_token").asText();
    client.get("Patient", "Authorization", bearer).expect(200);
    client.post("Patient", "{\"resourceType\":\"Patient\"}", "Authorization", bearer).expect(403);
    JsonNode idToken = claims(token.path("id_token").asText());
    assertEquals("sample-app", idToken.path("aud").asText());
    assertEquals("n-1", idToken.path("nonce").asText());
    assertEquals("reader", idToken.path("sub").asText());
  }

  @Test
  @DisplayName("OpenID Connect: an id token is no access token")
  void idTokenIsNoAccessToken() {
    Map<String, String> answer = answer(signIn(request(), "admin", "admin-password"));
    JsonNode token = redeem(answer.get("code"), VERIFIER).expect(200).json();

    client.get("Patient", "Authorization", "Bearer " + token.path("id_token").asText()).expect(401);
  }

  @Test
  @DisplayName("RFC 6749, 4.1.2: a code works once")
  void codeWorksOnce() {
    String code = answer(signIn(request(), "writer", "writer-password")).get("code");

    redeem(code, VERIFIER).expect(200);
    assertEquals("invalid_grant", redeem(code, VERIFIER).expect(400).json().path("error").asText());
  }

  @Test
  @DisplayName("RFC 7636, 4.6: a code without the right verifier is worth nothing")
  void codeWithoutTheRightVerifierIsWorthNothing() {
    for (String verifier : new String[] {VERIFIER.replace('d', 'e'), VERIFIER + "A", "short", ""}) {
      String code = answer(signIn(request(), "writer", "writer-password")).get("code");
      assertEquals(
          "invalid_grant", redeem(code, verifier).expect(400).json().path("error").asText());
      assertEquals(
          "invalid_grant", redeem(code, VERIFIER).expect(400).json().path("error").asText());
    }
  }

  @Test
  @DisplayName("RFC 6749, 4.1.3: a code is for the client that asked for it")
  void codeIsForTheClientThatAskedForIt() {
    String code = answer(signIn(request(), "writer", "writer-password")).get("code");

    Map<String, String> form = tokenForm(code, VERIFIER);
    form.put("client_id", "admin");
    form.put("client_secret", "admin-secret");
    assertEquals("invalid_grant", token(form).expect(400).json().path("error").asText());
  }

  @Test
  @DisplayName("RFC 7636, 4.4.1: a client without secret must send a challenge of method S256")
  void clientWithoutSecretMustSendChallenge() {
    Map<String, String> without = request();
    without.remove("code_challenge");
    Map<String, String> plain = request();
    plain.put("code_challenge_method", "plain");

    for (Map<String, String> request : List.of(without, plain)) {
      FhirResponse response = ask(request);
      assertEquals(303, response.status(), response.body());
      assertEquals("invalid_request", answer(response).get("error"));
      assertEquals("a state/with ?&=+ signs", answer(response).get("state"));
    }
  }

  @Test
  @DisplayName("RFC 6749, 4.1.2.1: nothing is sent to a URI that is not the client's")
  void nothingIsSentToForeignUri() {
    for (String uri :
        new String[] {
          "https://evil.example/callback",
          "http://127.0.0.1:4711/callback/../x",
          "http://127.0.0.1.evil.example/callback",
          "http://evil@127.0.0.1/callback",
          "javascript:alert(1)",
          ""
        }) {
      Map<String, String> request = request();
      request.put("redirect_uri", uri);
      FhirResponse response = ask(request);
      assertEquals(400, response.status(), uri);
      assertEquals(Optional.empty(), response.header("Location"));
    }
    Map<String, String> unknown = request();
    unknown.put("client_id", "<script>");
    FhirResponse response = ask(unknown).expect(400);
    assertFalse(response.body().contains("<script>"), response.body());
  }

  @Test
  @DisplayName("RFC 6749, 10.10: a wrong password gets no code")
  void wrongPasswordGetsNoCode() {
    for (String[] user :
        new String[][] {{"admin", "reader-password"}, {"admin", ""}, {"nobody", "x"}, {"", ""}}) {
      FhirResponse response = signIn(request(), user[0], user[1]);
      assertEquals(403, response.status(), response.body());
      assertEquals(Optional.empty(), response.header("Location"));
    }
  }

  @Test
  @DisplayName("RFC 6749, 10.12: a form that was shown to another browser gets no code")
  void formOfAnotherBrowserGetsNoCode() {
    FhirResponse page = ask(request()).expect(200);
    Map<String, String> form = hiddenFields(page);
    form.put("username", "admin");
    form.put("password", "admin-password");

    FhirResponse withoutCookie = post(form, Optional.empty());
    FhirResponse withForeignCookie = post(form, Optional.of(cookie(ask(request()).expect(200))));

    assertNotEquals(303, withoutCookie.status());
    assertNotEquals(303, withForeignCookie.status());
  }

  @Test
  @DisplayName("RFC 6749, 10.13: the sign-in page cannot be framed, stored or scripted")
  void signInPageCannotBeFramedStoredOrScripted() {
    Map<String, String> request = request();
    request.put("state", "\"><script>alert(1)</script>");
    FhirResponse page = ask(request).expect(200);

    assertFalse(page.body().contains("<script"), page.body());
    String policy = page.header("Content-Security-Policy").orElseThrow();
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertTrue(policy.contains("default-src 'none'"), policy);
    assertTrue(page.header("Cache-Control").orElseThrow().startsWith("no-store"));
    assertTrue(page.header("Set-Cookie").orElseThrow().contains("HttpOnly"));
  }

  private JsonNode get(URI url) {
    return client.send(HttpRequest.newBuilder(url).GET()).expect(200).json();
  }

  private FhirResponse signIn(Map<String, String> request, String user, String password) {
    FhirResponse page = ask(request).expect(200);
    Map<String, String> form = hiddenFields(page);
    form.put("username", user);
    form.put("password", password);
    return post(form, Optional.of(cookie(page)));
  }

  private FhirResponse ask(Map<String, String> request) {
    URI url =
        URI.create(discovery.path("authorization_endpoint").asText() + "?" + encoded(request));
    return client.send(HttpRequest.newBuilder(url).GET());
  }

  private FhirResponse post(Map<String, String> form, Optional<String> cookie) {
    HttpRequest.Builder request = form(discovery.path("authorization_endpoint").asText(), form);
    cookie.ifPresent(value -> request.header("Cookie", value));
    return client.send(request);
  }

  private FhirResponse redeem(String code, String verifier) {
    return token(tokenForm(code, verifier));
  }

  private FhirResponse token(Map<String, String> form) {
    return client.send(form(discovery.path("token_endpoint").asText(), form));
  }

  private static Map<String, String> request() {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", "sample-app");
    request.put("redirect_uri", REDIRECT_URI);
    request.put("scope", "openid fhirUser");
    request.put("state", "a state/with ?&=+ signs");
    request.put("nonce", "n-1");
    request.put("code_challenge", challenge());
    request.put("code_challenge_method", "S256");
    return request;
  }

  private static Map<String, String> tokenForm(String code, String verifier) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", "sample-app");
    form.put("redirect_uri", REDIRECT_URI);
    form.put("code", code);
    form.put("code_verifier", verifier);
    return form;
  }

  private static HttpRequest.Builder form(String url, Map<String, String> form) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(encoded(form)));
  }

  private static Map<String, String> hiddenFields(FhirResponse page) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (MatchResult field : HIDDEN.matcher(page.body()).results().toList()) {
      fields.put(unescaped(field.group(1)), unescaped(field.group(2)));
    }
    return fields;
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String cookie(FhirResponse page) {
    return page.header("Set-Cookie").orElseThrow().split(";")[0];
  }

  private static Map<String, String> answer(FhirResponse redirect) {
    String location = redirect.header("Location").orElseThrow();
    assertTrue(location.startsWith(REDIRECT_URI + "?"), location);
    Map<String, String> answer = new LinkedHashMap<>();
    for (String pair : location.substring(REDIRECT_URI.length() + 1).split("&")) {
      String[] parts = pair.split("=", 2);
      answer.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return answer;
  }

  private static JsonNode claims(String token) {
    try {
      return new JsonMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String challenge() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String[] texts(JsonNode array) {
    String[] texts = new String[array.size()];
    Arrays.setAll(texts, i -> array.get(i).asText());
    return texts;
  }
}
