package org.fhirserver.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.access.Caller;
import org.fhirserver.service.access.Role;
import org.fhirserver.service.access.RoleNames;
import org.junit.jupiter.api.Test;

class CallerReaderTest {
  private final CallerReader reader =
      new CallerReader(new RoleClaims(List.of("roles")), RoleNames.of(List.of()));

  @Test
  void readsAllThatTheTokenSays() {
    assertEquals(
        Optional.of(new Caller("s", Optional.of("app"), "o", Set.of(Role.WRITER))),
        read(Map.of("sub", "s", "azp", "app", "oid", "o", "roles", List.of("writer", "x"))));
  }

  @Test
  void takesTheSubjectIfThereIsNoObjectId() {
    assertEquals(
        Optional.of(new Caller("s", Optional.empty(), "s", Set.of())), read(Map.of("sub", "s")));
  }

  @Test
  void findsNoCallerWithoutSubject() {
    assertEquals(Optional.empty(), read(Map.of("roles", List.of("admin"))));
    assertEquals(Optional.empty(), read(Map.of("sub", "")));
  }

  private Optional<Caller> read(Map<String, Object> token) {
    return reader.read(token::get);
  }
}
