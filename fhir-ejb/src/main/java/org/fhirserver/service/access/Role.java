package org.fhirserver.service.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.fhirserver.store.model.ResourceType;

/** The roles this server knows; each grants a set of actions. */
public enum Role {
  /** Reads, searches and validates. */
  READER(readActions(), true),
  /** Reads, and may export. */
  EXPORTER(readActions(), true),
  /** Reads, and may convert data of other formats. */
  CONVERTER(readActions(), true),
  /** Reads, and may import. */
  IMPORTER(readActions(), true),
  /**
   * Reads and writes, but neither deletes for good nor edits profiles and terminology, nor sees how
   * the server works inside.
   */
  WRITER(EnumSet.complementOf(EnumSet.of(Action.HARD_DELETE, Action.EXPLAIN)), false),
  /** Does everything. */
  ADMIN(EnumSet.allOf(Action.class), true);

  private static final Set<Action> WRITE_ACTIONS =
      Collections.unmodifiableSet(
          EnumSet.of(Action.CREATE, Action.UPDATE, Action.DELETE, Action.HARD_DELETE));

  private static final Set<ResourceType> DEFINITIONS =
      Collections.unmodifiableSet(
          EnumSet.of(
              ResourceType.STRUCTURE_DEFINITION, ResourceType.VALUE_SET, ResourceType.CODE_SYSTEM));

  @SuppressWarnings("ImmutableEnumChecker") // no code can reach the set to change it
  private final Set<Action> actions;

  private final boolean writesDefinitions;

  Role(Set<Action> actions, boolean writesDefinitions) {
    this.actions = Collections.unmodifiableSet(actions);
    this.writesDefinitions = writesDefinitions;
  }

  /** Whether this role grants the action on every resource type alike. */
  boolean grants(Action action) {
    return actions.contains(action);
  }

  /** Whether this role grants the action on resources of that type. */
  boolean grants(Action action, ResourceType type) {
    return actions.contains(action)
        && (writesDefinitions || !DEFINITIONS.contains(type) || !WRITE_ACTIONS.contains(action));
  }

  private static Set<Action> readActions() {
    return EnumSet.of(
        Action.READ, Action.VERSION_READ, Action.SEARCH, Action.HISTORY, Action.VALIDATE);
  }
}
