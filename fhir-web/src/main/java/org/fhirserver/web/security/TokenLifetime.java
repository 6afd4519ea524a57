package org.fhirserver.web.security;

import java.time.Clock;
import java.time.Duration;

/**
 * Whether a token still holds. Containers keep validated tokens for a while and do not look at the
 * clock again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4">RFC 7519, claim exp</a>
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
   * @param expirationTime its claim {@code exp}, in seconds since 1970
   */
  boolean includesNow(long expirationTime) {
    return clock.instant().getEpochSecond() - skewSeconds < expirationTime;
  }
}
