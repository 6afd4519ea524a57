package org.fhirserver.web.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A proof-key challenge of method S256, the only one taken.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636">RFC 7636, PKCE</a>
 */
record CodeChallenge(String value) {
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  /**
   * Checks the challenge.
   *
   * @throws OAuthException invalid_request if it is no SHA-256 hash in base64url
   */
  CodeChallenge {
    if (!CHALLENGE.matcher(value).matches()) {
      throw new OAuthException(
          OAuthException.INVALID_REQUEST, "The code_challenge is no SHA-256 hash in base64url.");
    }
  }

  /** Whether this is the challenge of that verifier. */
  boolean isMetBy(String verifier) {
    return VERIFIER.matcher(verifier).matches() && Secrets.equal(value, hash(verifier));
  }

  private static String hash(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
