package org.fhirserver.store.search;

import java.util.Locale;
import java.util.Optional;

/**
 * The types of search parameters that are indexed.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#ptypes">Search parameter types</a>
 */
public enum SearchParameterType {
  NUMBER,
  DATE,
  STRING,
  TOKEN,
  REFERENCE,
  COMPOSITE,
  QUANTITY,
  URI,
  /** The position of a Location, {@code near}. */
  SPECIAL;

  /** Whether resources can be sorted by parameters of this type. */
  public boolean isSortable() {
    return this != COMPOSITE && this != SPECIAL;
  }

  /** The type that FHIR writes so: "token". */
  public static Optional<SearchParameterType> named(String name) {
    for (SearchParameterType type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
