package org.fhirserver.store.search;

import java.util.Locale;
import java.util.Optional;

/**
 * How a value is compared with an ordered search value.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#prefix">Prefixes</a>
 */
public enum Comparator {
  EQ,
  NE,
  GT,
  LT,
  GE,
  LE,
  SA,
  EB,
  AP;

  /** The comparator that a search value starts with. */
  public static Optional<Comparator> prefixOf(String value) {
    if (value.length() < 2 || !Character.isLetter(value.charAt(0))) {
      return Optional.empty();
    }
    String prefix = value.substring(0, 2);
    for (Comparator comparator : values()) {
      if (comparator.prefix().equals(prefix)) {
        return Optional.of(comparator);
      }
    }
    return Optional.empty();
  }

  /** The prefix as it stands in a search value: "ge". */
  String prefix() {
    return name().toLowerCase(Locale.ROOT);
  }
}
