package org.fhirserver.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartRefusalTest {

  @Test
  void refusesToStartWithoutAnyIdentityProvider() {
    String problem = StartRefusal.problem(settings(Optional.empty(), false)).orElseThrow();
    assertTrue(problem.contains("fhir.security.authority"), problem);
    assertTrue(problem.contains("fhir.development-identity-provider.enabled"), problem);
  }

  @Test
  void startsWithAnIdentityProvider() {
    assertEquals(
        Optional.empty(), StartRefusal.problem(settings(Optional.of("https://login/t"), false)));
    assertEquals(Optional.empty(), StartRefusal.problem(settings(Optional.empty(), true)));
  }

  private static SecuritySettings settings(Optional<String> authority, boolean development) {
    return new SecuritySettings(
        authority,
        development,
        "http://h/auth/default",
        List.of("a"),
        Duration.ZERO,
        List.of(),
        List.of());
  }
}
