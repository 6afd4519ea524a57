package org.fhirserver.service.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleNamesTest {

  @Test
  void knowsTheShortAndTheGlobalNames() {
    RoleNames names = RoleNames.of(List.of());
    assertEquals(Set.of(Role.READER), names.roles(List.of("reader")));
    assertEquals(Set.of(Role.WRITER), names.roles(List.of("globalWriter")));
    assertEquals(Set.of(Role.ADMIN), names.roles(List.of("admin", "globalAdmin")));
    assertEquals(Set.of(Role.EXPORTER), names.roles(List.of("globalExporter")));
  }

  @Test
  void giveNothingForNamesThatAreUnknownOrOfOtherCase() {
    RoleNames names = RoleNames.of(List.of());
    assertEquals(Set.of(), names.roles(List.of("superuser", "Admin", "globaladmin", "", "*")));
  }

  @Test
  void takesFurtherNamesFromTheMapping() {
    RoleNames names = RoleNames.of(List.of("FHIR Data Contributor=writer", "cn=ops = Admin"));
    assertEquals(
        Set.of(Role.WRITER, Role.ADMIN), names.roles(List.of("FHIR Data Contributor", "cn=ops")));
  }

  @Test
  void refusesAMappingToARoleThatDoesNotExist() {
    assertThrows(IllegalArgumentException.class, () -> RoleNames.of(List.of("boss=emperor")));
    assertThrows(IllegalArgumentException.class, () -> RoleNames.of(List.of("boss")));
    assertThrows(IllegalArgumentException.class, () -> RoleNames.of(List.of("=admin")));
  }
}
