package org.fhirserver.service.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.access.AccessDecision.Allowed;
import org.fhirserver.service.access.AccessDecision.Denied;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessPolicyTest {
  private static final Set<Action> READS =
      EnumSet.of(Action.READ, Action.VERSION_READ, Action.SEARCH, Action.HISTORY, Action.VALIDATE);

  private final AccessPolicy policy = new AccessPolicy();

  @ParameterizedTest
  @EnumSource(Action.class)
  void grantsNothingWithoutRole(Action action) {
    assertInstanceOf(Denied.class, policy.decide(caller(), action, ResourceType.PATIENT));
    assertInstanceOf(Denied.class, policy.decide(caller(), action));
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void letsAdminDoEverything(Action action) {
    for (ResourceType type : ResourceType.values()) {
      assertInstanceOf(Allowed.class, policy.decide(caller(Role.ADMIN), action, type));
    }
    assertInstanceOf(Allowed.class, policy.decide(caller(Role.ADMIN), action));
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"READER", "EXPORTER", "CONVERTER", "IMPORTER"})
  void letsRolesThatReadOnlyRead(Role role) {
    for (Action action : Action.values()) {
      assertEquals(
          READS.contains(action), allows(action, ResourceType.PATIENT, role), action::name);
      assertEquals(READS.contains(action), allows(action, ResourceType.VALUE_SET, role));
    }
  }

  @Test
  void letsWriterWriteButNeitherDeleteForGoodNorReindexNorSeeInside() {
    for (Action action : Action.values()) {
      assertEquals(
          !EnumSet.of(Action.HARD_DELETE, Action.REINDEX, Action.EXPLAIN).contains(action),
          allows(action, ResourceType.PATIENT, Role.WRITER),
          action::name);
    }
  }

  @Test
  void letsWriterReadButNotEditProfilesAndTerminology() {
    for (ResourceType type :
        List.of(
            ResourceType.STRUCTURE_DEFINITION, ResourceType.VALUE_SET, ResourceType.CODE_SYSTEM)) {
      for (Action action : Action.values()) {
        assertEquals(READS.contains(action), allows(action, type, Role.WRITER), action::name);
      }
    }
  }

  @Test
  void joinsWhatSeveralRolesGrant() {
    assertEquals(true, allows(Action.CREATE, ResourceType.PATIENT, Role.READER, Role.WRITER));
    assertEquals(true, allows(Action.UPDATE, ResourceType.VALUE_SET, Role.WRITER, Role.ADMIN));
  }

  @Test
  void throwsForbiddenWithoutTellingWhy() {
    FhirException thrown =
        assertThrows(
            FhirException.class,
            () -> policy.require(caller(Role.READER), Action.CREATE, ResourceType.PATIENT));
    assertEquals(Category.FORBIDDEN, thrown.category());
    assertEquals(List.of(Issue.error("forbidden", "Authorization failed.")), thrown.issues());
    assertDoesNotThrow(() -> policy.require(caller(Role.READER), Action.HISTORY));
  }

  private boolean allows(Action action, ResourceType type, Role... roles) {
    return policy.decide(caller(roles), action, type) instanceof Allowed;
  }

  private static Caller caller(Role... roles) {
    return new Caller("anna", Optional.of("app"), "0-1", Set.of(roles));
  }
}
