package org.fhirserver.store.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which texts are indexed, each level more than the one before. */
public enum FullTextLevel {
  /** None. */
  NONE,
  /** Narratives, for {@code _text}. */
  NARRATIVE,
  /** All text, for {@code _text} and {@code _content}. */
  CONTENT;

  /** The level that the configuration writes so: "narrative". */
  public static Optional<FullTextLevel> named(String name) {
    return Arrays.stream(values()).filter(level -> level.text().equals(name)).findFirst();
  }

  /** All levels as the configuration writes them, for messages. */
  static String list() {
    return Arrays.stream(values()).map(FullTextLevel::text).collect(Collectors.joining(", "));
  }

  /** The lowest level that indexes a field. */
  static FullTextLevel of(FullTextField field) {
    return field == FullTextField.NARRATIVE ? NARRATIVE : CONTENT;
  }

  /** Whether a field is indexed at this level. */
  boolean covers(FullTextField field) {
    return compareTo(of(field)) >= 0;
  }

  /** The level as the configuration writes it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
