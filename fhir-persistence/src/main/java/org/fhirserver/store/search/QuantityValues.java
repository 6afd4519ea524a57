package org.fhirserver.store.search;

import java.math.BigDecimal;
import java.util.Optional;
import org.fhirserver.store.model.Element;

/**
 * The numbers of an element, with or without a unit.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#quantity">Quantity search</a>
 */
final class QuantityValues {
  private static final String CURRENCIES = "urn:iso:std:iso:4217";
  private static final int MOST_DIGITS = 300;

  private QuantityValues() {}

  /** How elements of that FHIR type are read; empty if a number parameter cannot read them. */
  static Optional<ValueReader> numberReader(String type) {
    return switch (type) {
      case "integer", "decimal", "positiveInt", "unsignedInt" ->
          Optional.of(QuantityValues::number);
      case "Range" -> Optional.of(QuantityValues::numberRange);
      default -> Optional.empty();
    };
  }

  /** How elements of that FHIR type are read; empty if a quantity parameter cannot read them. */
  static Optional<ValueReader> quantityReader(String type) {
    return switch (type) {
      case "Quantity", "SimpleQuantity", "Age", "Duration", "Count", "Distance" ->
          Optional.of(QuantityValues::quantity);
      case "Money" -> Optional.of(QuantityValues::money);
      case "Range" -> Optional.of(QuantityValues::quantityRange);
      default -> Optional.empty();
    };
  }

  private static void number(Element element, ValueCollector values) {
    Optional<BigDecimal> number = decimal(element);
    if (number.isPresent()) {
      values.quantity(number, number, "", "");
    }
  }

  private static void numberRange(Element range, ValueCollector values) {
    Optional<BigDecimal> low = amount(range.child("low"));
    Optional<BigDecimal> high = amount(range.child("high"));
    if (low.isPresent() || high.isPresent()) {
      values.quantity(low, high, "", "");
    }
  }

  private static void quantity(Element quantity, ValueCollector values) {
    Optional<BigDecimal> amount = amount(Optional.of(quantity));
    if (amount.isPresent()) {
      withUnits(quantity, amount, amount, values);
    }
  }

  private static void quantityRange(Element range, ValueCollector values) {
    Optional<Element> lowest = range.child("low");
    Optional<Element> highest = range.child("high");
    Optional<BigDecimal> low = amount(lowest);
    Optional<BigDecimal> high = amount(highest);
    if (low.isPresent() || high.isPresent()) {
      Element bound = low.isPresent() ? lowest.orElseThrow() : highest.orElseThrow();
      withUnits(bound, low, high, values);
    }
  }

  private static void money(Element money, ValueCollector values) {
    Optional<BigDecimal> amount = amount(Optional.of(money));
    if (amount.isPresent()) {
      String currency = text(money, "currency");
      values.quantity(amount, amount, currency.isEmpty() ? "" : CURRENCIES, currency);
    }
  }

  /** A second value under the unit's name lets a search without system find it by that. */
  private static void withUnits(
      Element quantity,
      Optional<BigDecimal> low,
      Optional<BigDecimal> high,
      ValueCollector values) {
    String code = text(quantity, "code");
    String unit = text(quantity, "unit");
    values.quantity(low, high, text(quantity, "system"), code.isEmpty() ? unit : code);
    if (!code.isEmpty() && !unit.isEmpty() && !unit.equals(code)) {
      values.quantity(low, high, "", unit);
    }
  }

  private static Optional<BigDecimal> amount(Optional<Element> quantity) {
    return quantity.flatMap(element -> element.child("value")).flatMap(QuantityValues::decimal);
  }

  /**
   * Without trailing zeros, so that equal numbers are equal values; none if it is larger or smaller
   * than any number that is measured, for which no database has room.
   */
  private static Optional<BigDecimal> decimal(Element element) {
    return element
        .value()
        .map(text -> new BigDecimal(text).stripTrailingZeros())
        .filter(number -> Math.abs(number.precision() - number.scale()) <= MOST_DIGITS);
  }

  private static String text(Element element, String child) {
    return element.childValue(child).orElse("");
  }
}
