package org.fhirserver.store.fhirpath;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;

/**
 * Which of two values is the greater one.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/#comparison">Comparison</a>
 */
final class Order {
  private static final String QUANTITY = "Quantity";

  private Order() {}

  /** Below zero, zero or above it; empty if there are not two values or they have no order. */
  static Optional<Integer> compare(List<Element> left, List<Element> right) {
    return left.size() == 1 && right.size() == 1
        ? compare(left.get(0), right.get(0))
        : Optional.empty();
  }

  private static Optional<Integer> compare(Element left, Element right) {
    if (left.type().isA(QUANTITY) && right.type().isA(QUANTITY)) {
      return compareQuantities(left, right);
    }
    if (left.value().isEmpty() || right.value().isEmpty()) {
      return Optional.empty();
    }
    String leftText = left.value().get();
    String rightText = right.value().get();
    ValueKind kind = ValueKind.of(left.type());
    if (kind != ValueKind.of(right.type())) {
      return Optional.empty();
    }
    return switch (kind) {
      case NUMBER -> Optional.of(new BigDecimal(leftText).compareTo(new BigDecimal(rightText)));
      case TEXT -> Optional.of(leftText.compareTo(rightText));
      case DATE, TIME -> TemporalOrder.compare(leftText, rightText);
      case BOOLEAN, COMPLEX -> Optional.empty();
    };
  }

  /** Quantities have an order if their unit is the same. */
  private static Optional<Integer> compareQuantities(Element left, Element right) {
    Optional<String> leftCode = left.childValue("code");
    boolean isSameUnit =
        leftCode.equals(right.childValue("code"))
            && left.childValue("system").equals(right.childValue("system"))
            && (leftCode.isPresent() || left.childValue("unit").equals(right.childValue("unit")));
    Optional<BigDecimal> leftValue = left.child("value").flatMap(Values::number);
    Optional<BigDecimal> rightValue = right.child("value").flatMap(Values::number);
    return isSameUnit && leftValue.isPresent() && rightValue.isPresent()
        ? Optional.of(leftValue.get().compareTo(rightValue.get()))
        : Optional.empty();
  }
}
