package org.fhirserver.web.security;

import java.time.Clock;
import java.time.Duration;

/**
 * Whether a token still holds. Containers keep validated tokens for a while and do not look at the
 * clock again, and not all mind a token from the future.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4">RFC 7519, claims exp and
 *     iat</a>
 */
final class TokenLifetime {
  private final Clock clock;
  private final long skewSeconds;

  TokenLifetime(Clock clock, Duration skew) {
    this.clock = clock;
    this.skewSeconds = skew.toSeconds();
  }

  /**
   * Whether the token holds now.
   *
   * @param issuedAtTime its claim {@code iat}, in seconds since 1970; 0 if it has none
   * @param expirationTime its claim {@code exp}, in seconds since 1970
   */
  boolean includesNow(long issuedAtTime, long expirationTime) {
    long now = clock.instant().getEpochSecond();
    return issuedAtTime <= now + skewSeconds && now - skewSeconds < expirationTime;
  }
}
