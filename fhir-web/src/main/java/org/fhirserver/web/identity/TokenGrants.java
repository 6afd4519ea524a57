package org.fhirserver.web.identity;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Answers requests for tokens.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4">RFC 6749, section 4</a>
 */
final class TokenGrants {
  static final String AUTHORIZATION_CODE = "authorization_code";
  static final String CLIENT_CREDENTIALS = "client_credentials";
  static final String OPENID = "openid";

  private final ClientAuthentication authentication;
  private final AuthorizationCodes codes;
  private final TokenSigner signer;

  TokenGrants(ClientAuthentication authentication, AuthorizationCodes codes, TokenSigner signer) {
    this.authentication = authentication;
    this.codes = codes;
    this.signer = signer;
  }

  /**
   * The members of the answer. The grant type is taken in any case, as Azure Active Directory does.
   *
   * @param authorization the header Authorization
   * @throws OAuthException if there is no token to give
   */
  Map<String, Object> grant(FormParameters form, Optional<String> authorization) {
    String type = form.required("grant_type").toLowerCase(Locale.ROOT);
    SampleClient client = authentication.client(form, authorization);
    return switch (type) {
      case CLIENT_CREDENTIALS -> clientCredentials(client, form);
      case AUTHORIZATION_CODE -> authorizationCode(client, form);
      default ->
          throw new OAuthException(
              OAuthException.UNSUPPORTED_GRANT_TYPE,
              "The grant types are client_credentials and authorization_code.");
    };
  }

  private Map<String, Object> clientCredentials(SampleClient client, FormParameters form) {
    if (client.isPublic()) {
      throw new OAuthException(
          OAuthException.UNAUTHORIZED_CLIENT, "A client without secret cannot act for itself.");
    }
    Scopes scopes = Scopes.parse(form.get("scope").orElse(""));
    return answer(signer.accessToken(client, scopes), scopes);
  }

  private Map<String, Object> authorizationCode(SampleClient client, FormParameters form) {
    String code = form.required("code");
    String redirectUri = form.required("redirect_uri");
    AuthorizationGrant grant =
        codes
            .redeem(code)
            .filter(found -> found.clientId().equals(client.id()))
            .filter(found -> found.redirectUri().equals(redirectUri))
            .filter(found -> meetsChallenge(found, form.get("code_verifier")))
            .orElseThrow(
                () ->
                    new OAuthException(
                        OAuthException.INVALID_GRANT,
                        "The code is not valid, or not for this client, redirect_uri and"
                            + " code_verifier."));
    Map<String, Object> answer = answer(signer.accessToken(grant), grant.scopes());
    if (grant.scopes().contains(OPENID)) {
      answer.put("id_token", signer.idToken(grant));
    }
    return answer;
  }

  /** A verifier without challenge is refused too: somebody may have taken the challenge away. */
  private static boolean meetsChallenge(AuthorizationGrant grant, Optional<String> verifier) {
    return grant.challenge().isPresent()
        ? verifier.filter(grant.challenge().get()::isMetBy).isPresent()
        : verifier.isEmpty();
  }

  private static Map<String, Object> answer(String accessToken, Scopes scopes) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", accessToken);
    answer.put("token_type", "Bearer");
    answer.put("expires_in", TokenSigner.LIFETIME.toSeconds());
    if (!scopes.isEmpty()) {
      answer.put("scope", scopes.toString());
    }
    return answer;
  }
}
