package org.fhirserver.it.search.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** A number of a resource, or the two ends of a Range; an open end is empty. */
record NumberInterval(Optional<BigDecimal> low, Optional<BigDecimal> high) {

  static NumberInterval of(JsonNode value) {
    if (value.isNumber()) {
      return point(value.decimalValue());
    }
    if (value.has("value")) {
      return point(value.path("value").decimalValue());
    }
    return new NumberInterval(bound(value.path("low")), bound(value.path("high")));
  }

  private static NumberInterval point(BigDecimal number) {
    return new NumberInterval(Optional.of(number), Optional.of(number));
  }

  private static Optional<BigDecimal> bound(JsonNode quantity) {
    return quantity.has("value")
        ? Optional.of(quantity.path("value").decimalValue())
        : Optional.empty();
  }

  /**
   * Whether this target fulfils a search value.
   *
   * @see <a href="https://hl7.org/fhir/R4/search.html#number">Number search</a>
   */
  boolean matches(String searchValue) {
    return matches(searchValue, OracleUnit.of("", ""));
  }

  /** The canonical values of an interval in that unit. */
  NumberInterval in(OracleUnit unit) {
    return new NumberInterval(low.map(unit::canonical), high.map(unit::canonical));
  }

  /** Whether this target, in canonical values, fulfils a search value in that unit. */
  boolean matches(String searchValue, OracleUnit unit) {
    String text = Prefix.without(searchValue);
    BigDecimal number = new BigDecimal(text);
    BigDecimal asked = unit.canonical(number);
    return switch (Prefix.of(searchValue)) {
      case "eq" -> isWithin(number, text, unit);
      case "ne" -> !isWithin(number, text, unit);
      case "gt" -> high.isEmpty() || high.get().compareTo(asked) > 0;
      case "ge" -> high.isEmpty() || high.get().compareTo(asked) >= 0;
      case "lt" -> low.isEmpty() || low.get().compareTo(asked) < 0;
      case "le" -> low.isEmpty() || low.get().compareTo(asked) <= 0;
      case "sa" -> low.isPresent() && low.get().compareTo(asked) > 0;
      case "eb" -> high.isPresent() && high.get().compareTo(asked) < 0;
      case "ap" -> isNear(number, unit);
      default -> throw new IllegalArgumentException(searchValue);
    };
  }

  private boolean isWithin(BigDecimal asked, String text, OracleUnit unit) {
    BigDecimal margin = halfOfLastDigit(text);
    BigDecimal lowest = unit.canonical(asked.subtract(margin));
    BigDecimal behind = unit.canonical(asked.add(margin));
    return low.isPresent()
        && high.isPresent()
        && low.get().compareTo(lowest) >= 0
        && high.get().compareTo(behind) < 0
        && low.get().compareTo(behind) < 0;
  }

  /** As in the table of the specification: 100 is ±0.5, 100.00 is ±0.005, 1e2 is ±5. */
  private static BigDecimal halfOfLastDigit(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int mark = lower.indexOf('e');
    String mantissa = mark < 0 ? lower : lower.substring(0, mark);
    int exponent = mark < 0 ? 0 : Integer.parseInt(lower.substring(mark + 1));
    int point = mantissa.indexOf('.');
    int decimals = point < 0 ? 0 : mantissa.length() - point - 1;
    if (mark >= 0) {
      decimals = Math.max(1, decimals);
    }
    return new BigDecimal("0.5").scaleByPowerOfTen(exponent - decimals);
  }

  private boolean isNear(BigDecimal asked, OracleUnit unit) {
    BigDecimal margin = asked.abs().multiply(new BigDecimal("0.1"));
    return (low.isEmpty() || low.get().compareTo(unit.canonical(asked.add(margin))) <= 0)
        && (high.isEmpty() || high.get().compareTo(unit.canonical(asked.subtract(margin))) >= 0);
  }
}
