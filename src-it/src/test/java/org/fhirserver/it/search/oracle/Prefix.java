package org.fhirserver.it.search.oracle;

import java.util.List;

/** The prefixes of ordered search values. */
final class Prefix {
  static final List<String> ALL = List.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");

  private Prefix() {}

  /** The prefix of a value, "eq" if it has none. */
  static String of(String value) {
    return ALL.stream().filter(value::startsWith).findFirst().orElse("eq");
  }

  static String without(String value) {
    return ALL.stream().anyMatch(value::startsWith) ? value.substring(2) : value;
  }
}
