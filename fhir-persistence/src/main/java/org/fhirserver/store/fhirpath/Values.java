package org.fhirserver.store.fhirpath;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.TypeDefinition;

/** Makes the values that an expression yields which stand nowhere in the resource. */
final class Values {
  /** Numbers of more digits come from no resource but only from reckoning with them. */
  private static final int LARGEST_SCALE = 2_000;

  private final FhirDefinitions definitions;
  private final TypeDefinition text;
  private final TypeDefinition integer;
  private final TypeDefinition decimal;
  private final List<Element> yes;
  private final List<Element> no;

  Values(FhirDefinitions definitions) {
    this.definitions = definitions;
    this.text = type("string");
    this.integer = type("integer");
    this.decimal = type("decimal");
    this.yes = List.of(Element.of(type("boolean"), "true"));
    this.no = List.of(Element.of(type("boolean"), "false"));
  }

  TypeDefinition type(String name) {
    return definitions.type(name).orElseThrow();
  }

  List<Element> truth(Truth truth) {
    return switch (truth) {
      case TRUE -> yes;
      case FALSE -> no;
      case UNKNOWN -> List.of();
    };
  }

  List<Element> text(String value) {
    return List.of(Element.of(text, value));
  }

  List<Element> integer(int value) {
    return List.of(Element.of(integer, Integer.toString(value)));
  }

  List<Element> number(BigDecimal value) {
    if (Math.abs(value.scale()) > LARGEST_SCALE) {
      return List.of();
    }
    BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value;
    return List.of(Element.of(plain.scale() <= 0 ? integer : decimal, plain.toPlainString()));
  }

  /** The text of a single primitive. */
  static Optional<String> text(List<Element> found) {
    return found.size() == 1 ? found.get(0).value() : Optional.empty();
  }

  /** The number that a single element is. */
  static Optional<BigDecimal> number(List<Element> found) {
    return found.size() == 1 ? number(found.get(0)) : Optional.empty();
  }

  static Optional<BigDecimal> number(Element element) {
    return ValueKind.of(element.type()) == ValueKind.NUMBER
        ? element.value().map(BigDecimal::new)
        : Optional.empty();
  }
}
