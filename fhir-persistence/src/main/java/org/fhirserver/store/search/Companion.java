package org.fhirserver.store.search;

import java.util.Locale;

/**
 * What stands beside the values of a path for the sake of a modifier. It has a path of its own, so
 * that it never counts as a value.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">Modifiers</a>
 */
public enum Companion {
  /** For codes: texts that do not stand with a coding, where {@code :text} looks too. */
  TEXT,
  /** For identifiers: type and value together, for {@code :of-type}. */
  OF_TYPE,
  /** For references: the identifiers of what they point to, for {@code :identifier}. */
  IDENTIFIER;

  /** The name of the modifier. */
  public String modifier() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
