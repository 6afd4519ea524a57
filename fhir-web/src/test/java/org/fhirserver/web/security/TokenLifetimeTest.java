package org.fhirserver.web.security;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TokenLifetimeTest {
  private static final long NOW = 2_000_000_000;

  private final TokenLifetime lifetime =
      new TokenLifetime(
          Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC), Duration.ofSeconds(60));

  @Test
  void allowsClocksToDifferALittle() {
    assertTrue(lifetime.includesNow(NOW, NOW + 1));
    assertTrue(lifetime.includesNow(NOW + 60, NOW - 59));
    assertFalse(lifetime.includesNow(NOW, NOW - 60));
  }

  @Test
  void refusesATokenFromTheFuture() {
    assertFalse(lifetime.includesNow(NOW + 61, NOW + 3_600));
  }

  @Test
  void refusesATokenWithoutEnd() {
    assertFalse(lifetime.includesNow(NOW, 0));
  }
}
