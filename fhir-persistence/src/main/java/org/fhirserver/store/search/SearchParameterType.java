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
  URI;

  /** The type that FHIR writes so: "token"; empty for "special", which is not indexed. */
  public static Optional<SearchParameterType> named(String name) {
    for (SearchParameterType type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
