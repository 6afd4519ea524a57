package org.fhirserver.service.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a condition of a {@code _filter} compares.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html#ops">Operators</a>
 */
enum FilterOperator {
  EQ,
  NE,
  CO,
  SW,
  EW,
  GT,
  LT,
  GE,
  LE,
  AP,
  SA,
  EB,
  PR,
  PO,
  SS,
  SB,
  IN,
  NI,
  RE;

  /** The operator that is written so: "eq". */
  static Optional<FilterOperator> named(String text) {
    return Arrays.stream(values()).filter(operator -> operator.text().equals(text)).findFirst();
  }

  /** All operators as they are written, for messages. */
  static String list() {
    return Arrays.stream(values()).map(FilterOperator::text).collect(Collectors.joining(", "));
  }

  /** The operator as it is written. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
