package org.fhirserver.web.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Codes that were sent to clients and not yet come back. Each works once, for a short time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2">RFC 6749, section 4.1.2</a>
 */
final class AuthorizationCodes {
  static final Duration LIFETIME = Duration.ofSeconds(60);

  private final Clock clock;
  private final Secrets secrets;
  private final Map<String, Issued> issued = new LinkedHashMap<>();

  private record Issued(AuthorizationGrant grant, Instant expires) {}

  AuthorizationCodes(Clock clock, Secrets secrets) {
    this.clock = clock;
    this.secrets = secrets;
  }

  /** A new code. */
  synchronized String issue(AuthorizationGrant grant) {
    Instant now = clock.instant();
    issued.values().removeIf(code -> !now.isBefore(code.expires()));
    String code = secrets.next();
    issued.put(code, new Issued(grant, now.plus(LIFETIME)));
    return code;
  }

  /** What the code stands for; it is used up by this. */
  synchronized Optional<AuthorizationGrant> redeem(String code) {
    return Optional.ofNullable(issued.remove(code))
        .filter(found -> clock.instant().isBefore(found.expires()))
        .map(Issued::grant);
  }
}
