package org.fhirserver.web.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * An application that may ask for tokens.
 *
 * @param id its client id
 * @param secret its secret; a public client has none
 * @param roles the roles it has when it acts for itself
 * @param redirectUris where codes may be sent; of a loopback address any port will do
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-2">RFC 6749, section 2</a>
 */
record SampleClient(
    String id, Optional<String> secret, Set<String> roles, Set<String> redirectUris) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  boolean isPublic() {
    return secret.isEmpty();
  }

  boolean hasSecret(String candidate) {
    return secret.isPresent() && Secrets.equal(secret.get(), candidate);
  }

  /**
   * Whether codes may be sent there.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-7.3">RFC 8252, section 7.3</a>
   */
  boolean allowsRedirectTo(String uri) {
    return redirectUris.contains(uri) || redirectUris.contains(withoutLoopbackPort(uri));
  }

  private static String withoutLoopbackPort(String text) {
    try {
      URI uri = new URI(text);
      return "http".equals(uri.getScheme())
              && uri.getHost() != null
              && LOOPBACK.contains(uri.getHost())
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
          ? "http://" + uri.getHost() + uri.getRawPath()
          : text;
    } catch (URISyntaxException e) {
      return text;
    }
  }
}
