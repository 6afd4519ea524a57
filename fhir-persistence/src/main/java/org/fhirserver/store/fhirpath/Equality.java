package org.fhirserver.store.fhirpath;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.Element;

/**
 * When values are the same.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/#equality">Equality</a>
 */
final class Equality {

  private Equality() {}

  /** {@code =}. */
  static Truth equal(Scope scope, List<Element> left, List<Element> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Truth.UNKNOWN;
    }
    if (left.size() != right.size()) {
      return Truth.FALSE;
    }
    for (int i = 0; i < left.size(); i++) {
      Truth equal = equal(scope, left.get(i), right.get(i));
      if (equal != Truth.TRUE) {
        return equal;
      }
    }
    return Truth.TRUE;
  }

  static Truth equal(Scope scope, Element left, Element right) {
    scope.spend(1);
    ValueKind kind = ValueKind.of(left.type());
    if (kind == ValueKind.COMPLEX || left.value().isEmpty() || right.value().isEmpty()) {
      return Truth.of(key(scope, left).equals(key(scope, right)));
    }
    String leftText = left.value().get();
    String rightText = right.value().get();
    ValueKind rightKind = ValueKind.of(right.type());
    boolean isTemporal = kind == ValueKind.DATE || kind == ValueKind.TIME;
    if (isTemporal && (rightKind == kind || rightKind == ValueKind.TEXT)) {
      return leftText.equals(rightText)
          ? Truth.TRUE
          : TemporalOrder.compare(leftText, rightText)
              .map(order -> Truth.of(order == 0))
              .orElse(Truth.UNKNOWN);
    }
    if (kind != rightKind) {
      return Truth.FALSE;
    }
    return Truth.of(
        leftText.equals(rightText)
            || kind == ValueKind.NUMBER
                && new BigDecimal(leftText).compareTo(new BigDecimal(rightText)) == 0);
  }

  /** {@code ~}: in any order, and texts in upper or lower case. */
  static boolean equivalent(Scope scope, List<Element> left, List<Element> right) {
    return left.size() == right.size()
        && equivalentKeys(scope, left).equals(equivalentKeys(scope, right));
  }

  private static List<String> equivalentKeys(Scope scope, List<Element> elements) {
    List<String> keys = new ArrayList<>();
    for (Element element : elements) {
      StringBuilder key = new StringBuilder();
      append(scope, key, element, true);
      keys.add(key.toString());
    }
    Collections.sort(keys);
    return keys;
  }

  /** Those of the elements that differ from all before them. */
  static List<Element> distinct(Scope scope, List<Element> elements) {
    if (elements.size() < 2) {
      return elements;
    }
    Set<String> keys = new HashSet<>();
    List<Element> distinct = new ArrayList<>();
    for (Element element : elements) {
      if (keys.add(key(scope, element))) {
        distinct.add(element);
      }
    }
    return distinct;
  }

  /** The keys of the elements, which are equal where the elements are. */
  static Set<String> keys(Scope scope, List<Element> elements) {
    Set<String> keys = new HashSet<>();
    elements.forEach(element -> keys.add(key(scope, element)));
    return keys;
  }

  /** A text that is equal where the elements are. */
  static String key(Scope scope, Element element) {
    StringBuilder key = new StringBuilder();
    append(scope, key, element, false);
    return key.toString();
  }

  private static void append(
      Scope scope, StringBuilder key, Element element, boolean isEquivalence) {
    ValueKind kind = ValueKind.of(element.type());
    Optional<String> value = element.value();
    if (value.isPresent()) {
      scope.spend(1 + value.get().length());
      key.append(kind.ordinal()).append(text(kind, value.get(), isEquivalence));
      return;
    }
    scope.spend(1);
    key.append(element.type().isPrimitive() ? "p(" : "c(");
    if (isEquivalence) {
      equivalentKeys(scope, element.children()).forEach(child -> key.append(child).append('\0'));
    } else {
      for (Element child : element.children()) {
        key.append(child.jsonName()).append('\0');
        append(scope, key, child, false);
        key.append('\0');
      }
    }
    key.append(')');
  }

  private static String text(ValueKind kind, String value, boolean isEquivalence) {
    if (kind == ValueKind.NUMBER) {
      BigDecimal number = new BigDecimal(value);
      return (number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros()).toString();
    }
    return isEquivalence && kind == ValueKind.TEXT
        ? value.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ")
        : value;
  }
}
