package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.List;

/** A statement in the making: its text and the values bound to it, in their order. */
public final class SqlText {
  private final StringBuilder text = new StringBuilder(512);
  private final List<Object> values = new ArrayList<>();
  private String purpose = "query";

  /** Adds text. */
  public SqlText add(String part) {
    text.append(part);
    return this;
  }

  /** Adds a number as text: one that belongs to the statement, not to the request. */
  public SqlText add(long number) {
    text.append(number);
    return this;
  }

  /** Adds a marker and its value, a Long, a Double or a String. */
  public SqlText bind(Object value) {
    return add("?", value);
  }

  /** Adds text that has one marker, and the value of that. */
  SqlText add(String part, Object value) {
    text.append(part);
    values.add(value);
    return this;
  }

  /**
   * Adds a list of markers; it is filled up to a power of two with its last value, so that few
   * different statements come about.
   */
  public SqlText bindList(List<?> list) {
    int size = Integer.highestOneBit(Math.max(1, list.size() * 2 - 1));
    text.append('(');
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        text.append(", ");
      }
      bind(list.get(Math.min(i, list.size() - 1)));
    }
    text.append(')');
    return this;
  }

  /** Adds another statement's text and values. */
  public SqlText add(SqlText other) {
    text.append(other.text);
    values.addAll(other.values);
    return this;
  }

  /** Says what the statement is for, in a word or two for administrators. */
  SqlText purpose(String words) {
    purpose = words;
    return this;
  }

  String purpose() {
    return purpose;
  }

  List<Object> values() {
    return values;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
