package org.fhirserver.web.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request for an authorization code, of a known client and with a redirect URI of that client.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1">RFC 6749, section 4.1.1</a>
 */
record AuthorizationRequest(
    SampleClient client, String redirectUri, Optional<String> state, FormParameters parameters) {

  /**
   * Finds the client and checks where the answer would go. If this fails, nothing may be sent to
   * the redirect URI.
   *
   * @throws OAuthException if client or redirect URI are not known
   */
  static AuthorizationRequest of(FormParameters parameters, SampleDirectory directory) {
    SampleClient client =
        directory
            .client(parameters.required("client_id"))
            .orElseThrow(
                () ->
                    new OAuthException(OAuthException.INVALID_REQUEST, "The client is not known."));
    String redirectUri = parameters.required("redirect_uri");
    if (!client.allowsRedirectTo(redirectUri)) {
      throw new OAuthException(
          OAuthException.INVALID_REQUEST, "The redirect_uri is none of this client.");
    }
    return new AuthorizationRequest(client, redirectUri, parameters.get("state"), parameters);
  }

  /**
   * What the code would stand for if that user signs in.
   *
   * @throws OAuthException if the request is not valid; the client is told
   */
  AuthorizationGrant grant(SampleUser user) {
    return new AuthorizationGrant(
        client.id(), redirectUri, challenge(), user, scopes(), parameters.get("nonce"));
  }

  /**
   * Checks all that does not depend on the user.
   *
   * @throws OAuthException if the request is not valid; the client is told
   */
  void check() {
    if (!parameters.required("response_type").equals("code")) {
      throw new OAuthException(
          OAuthException.UNSUPPORTED_RESPONSE_TYPE, "The response_type is code.");
    }
    challenge();
    scopes();
  }

  /** The URI that sends the code back. */
  String answer(String code) {
    return withState(parameter("code", code));
  }

  /** The URI that tells the client of an error. */
  String answer(OAuthException error) {
    return withState(
        parameter("error", error.error())
            + "&"
            + parameter("error_description", error.description()));
  }

  private Optional<CodeChallenge> challenge() {
    Optional<String> challenge = parameters.get("code_challenge");
    if (challenge.isEmpty() && client.isPublic()) {
      throw new OAuthException(
          OAuthException.INVALID_REQUEST, "A client without secret must send a code_challenge.");
    }
    if (challenge.isPresent()
        && !parameters.get("code_challenge_method").orElse("plain").equals("S256")) {
      throw new OAuthException(
          OAuthException.INVALID_REQUEST, "The code_challenge_method must be S256.");
    }
    return challenge.map(CodeChallenge::new);
  }

  private Scopes scopes() {
    return Scopes.parse(parameters.get("scope").orElse(""));
  }

  private String withState(String query) {
    return redirectUri
        + (redirectUri.contains("?") ? "&" : "?")
        + query
        + state.map(value -> "&" + parameter("state", value)).orElse("");
  }

  private static String parameter(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
