package org.fhirserver.web.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Finds out which client asks: by HTTP Basic, by secret in the body, or, for a public client, by
 * its id alone.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749, section 2.3.1</a>
 */
final class ClientAuthentication {
  private static final String BASIC = "Basic ";

  private final SampleDirectory directory;

  private record Credentials(String id, Optional<String> secret) {}

  ClientAuthentication(SampleDirectory directory) {
    this.directory = directory;
  }

  /**
   * The client that sent the request.
   *
   * @param authorization the header Authorization
   * @throws OAuthException invalid_client if it is unknown or its secret is wrong, invalid_request
   *     if it uses two ways at once
   */
  SampleClient client(FormParameters form, Optional<String> authorization) {
    Credentials credentials =
        authorization
            .map(header -> basic(header, form))
            .orElseGet(() -> new Credentials(formClientId(form), form.get("client_secret")));
    return directory
        .client(credentials.id())
        .filter(client -> isAuthentic(client, credentials.secret()))
        .orElseThrow(ClientAuthentication::invalidClient);
  }

  private static boolean isAuthentic(SampleClient client, Optional<String> secret) {
    return client.isPublic() ? secret.isEmpty() : secret.filter(client::hasSecret).isPresent();
  }

  private static String formClientId(FormParameters form) {
    return form.get("client_id").orElseThrow(ClientAuthentication::invalidClient);
  }

  private static Credentials basic(String header, FormParameters form) {
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      throw invalidClient();
    }
    String text = decoded(header.substring(BASIC.length()).strip());
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw invalidClient();
    }
    String id = FormParameters.decode(text.substring(0, colon));
    if (form.get("client_secret").isPresent() || !form.get("client_id").orElse(id).equals(id)) {
      throw new OAuthException(
          OAuthException.INVALID_REQUEST, "The client states its identity in two ways.");
    }
    String secret = FormParameters.decode(text.substring(colon + 1));
    return new Credentials(id, Optional.of(secret).filter(given -> !given.isEmpty()));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalidClient();
    }
  }

  private static OAuthException invalidClient() {
    return new OAuthException(
        OAuthException.INVALID_CLIENT, "The client is not known, or its secret is wrong.");
  }
}
