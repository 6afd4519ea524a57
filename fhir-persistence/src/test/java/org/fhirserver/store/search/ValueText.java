package org.fhirserver.store.search;

import java.math.BigDecimal;

/** The text form of extracted values in which tests compare them. */
final class ValueText {
  private ValueText() {}

  /** The value without its path and ordinal. */
  static String of(IndexValue value) {
    if (value instanceof IndexValue.Token token) {
      return token.system() + "|" + token.code();
    }
    if (value instanceof IndexValue.Text text) {
      return text.value();
    }
    if (value instanceof IndexValue.Date date) {
      return date.range().low() + ".." + date.range().high();
    }
    if (value instanceof IndexValue.Quantity quantity) {
      return number(quantity.low().orElse(null))
          + ".."
          + number(quantity.high().orElse(null))
          + " "
          + quantity.system()
          + "|"
          + quantity.code();
    }
    if (value instanceof IndexValue.Reference reference) {
      return reference.type() + "/" + reference.id();
    }
    if (value instanceof IndexValue.CodeText text) {
      return text.text();
    }
    if (value instanceof IndexValue.Position position) {
      return position.latitude() + " " + position.longitude();
    }
    return ((IndexValue.Uri) value).value();
  }

  /** The number without exponent and trailing zeros, "" if there is none. */
  static String number(BigDecimal number) {
    return number == null ? "" : number.stripTrailingZeros().toPlainString();
  }
}
