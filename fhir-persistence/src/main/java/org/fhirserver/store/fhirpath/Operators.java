package org.fhirserver.store.fhirpath;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.fhirserver.store.fhirpath.Compiler.Typed;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.TypeDefinition;

/**
 * What stands between two operands.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/#operations">Operations</a>
 */
final class Operators {
  private final Values values;

  Operators(Values values) {
    this.values = values;
  }

  Typed compile(String operator, Typed left, Typed right) {
    Node a = left.node();
    Node b = right.node();
    Node notA = negated(a);
    Node notB = negated(b);
    return switch (operator) {
      case "and" -> truth(scope -> and(scope, a, b));
      case "or" -> truth(scope -> and(scope, notA, notB).not());
      case "implies" -> truth(scope -> and(scope, a, notB).not());
      case "xor" -> truth(scope -> xor(a.test(scope), b.test(scope)));
      case "=" -> truth(scope -> Equality.equal(scope, a.evaluate(scope), b.evaluate(scope)));
      case "!=" ->
          truth(scope -> Equality.equal(scope, a.evaluate(scope), b.evaluate(scope)).not());
      case "~" -> truth(scope -> Truth.of(equivalent(scope, a, b)));
      case "!~" -> truth(scope -> Truth.of(!equivalent(scope, a, b)));
      case "<" -> comparison(a, b, order -> order < 0);
      case "<=" -> comparison(a, b, order -> order <= 0);
      case ">" -> comparison(a, b, order -> order > 0);
      case ">=" -> comparison(a, b, order -> order >= 0);
      case "in" -> truth(scope -> contains(scope, b.evaluate(scope), a.evaluate(scope)));
      case "contains" -> truth(scope -> contains(scope, a.evaluate(scope), b.evaluate(scope)));
      case "|" -> union(left, right);
      case "&" -> typed(scope -> joined(scope, a.evaluate(scope), b.evaluate(scope)), "string");
      case "+" -> sum(left, right);
      default -> new Typed(scope -> arithmetic(operator, a, b, scope), List.of());
    };
  }

  private Typed truth(Node.Test test) {
    return typed(new Node.Truths(values, test), "boolean");
  }

  private Typed typed(Node node, String type) {
    return new Typed(node, List.of(values.type(type)));
  }

  private Node negated(Node node) {
    return new Node.Truths(values, scope -> node.test(scope).not());
  }

  private static Truth and(Scope scope, Node left, Node right) {
    Truth first = left.test(scope);
    if (first == Truth.FALSE) {
      return first;
    }
    Truth second = right.test(scope);
    return second == Truth.TRUE ? first : second;
  }

  private static Truth xor(Truth left, Truth right) {
    return left == Truth.UNKNOWN || right == Truth.UNKNOWN
        ? Truth.UNKNOWN
        : Truth.of(left != right);
  }

  private static boolean equivalent(Scope scope, Node left, Node right) {
    return Equality.equivalent(scope, left.evaluate(scope), right.evaluate(scope));
  }

  private Typed comparison(Node left, Node right, IntPredicate test) {
    return truth(
        scope ->
            Order.compare(left.evaluate(scope), right.evaluate(scope))
                .map(order -> Truth.of(test.test(order)))
                .orElse(Truth.UNKNOWN));
  }

  /** Whether all items stand in the collection; one by one they are compared as by {@code =}. */
  private static Truth contains(Scope scope, List<Element> collection, List<Element> items) {
    if (items.isEmpty()) {
      return Truth.UNKNOWN;
    }
    for (Element item : items) {
      if (collection.stream().noneMatch(each -> Equality.equal(scope, each, item) == Truth.TRUE)) {
        return Truth.FALSE;
      }
    }
    return Truth.TRUE;
  }

  private static Typed union(Typed left, Typed right) {
    Set<TypeDefinition> types = new LinkedHashSet<>(left.types());
    types.addAll(right.types());
    boolean isKnown = !left.types().isEmpty() && !right.types().isEmpty();
    List<TypeDefinition> known = isKnown ? List.copyOf(types) : List.of();
    if (left.node() instanceof Node.Constant first && right.node() instanceof Node.Constant next) {
      return new Typed(constants(together(first.found(), next.found())), known);
    }
    return new Typed(
        scope ->
            Equality.distinct(
                scope, together(left.node().evaluate(scope), right.node().evaluate(scope))),
        known);
  }

  private static Node constants(List<Element> literals) {
    if (literals.isEmpty()) {
      return new Node.Constant(literals);
    }
    Element any = literals.get(0);
    Environment.Allowance allowance = new Environment.Allowance(Integer.MAX_VALUE);
    Scope scope = Scope.of(Environment.of(any, allowance), any);
    return new Node.Constant(List.copyOf(Equality.distinct(scope, literals)));
  }

  /** All of both. */
  static List<Element> together(List<Element> left, List<Element> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? right : left;
    }
    List<Element> all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }

  private List<Element> joined(Scope scope, List<Element> left, List<Element> right) {
    String text = Values.text(left).orElse("") + Values.text(right).orElse("");
    scope.spend(text.length());
    return values.text(text);
  }

  private Typed sum(Typed left, Typed right) {
    return new Typed(
        scope -> {
          List<Element> a = left.node().evaluate(scope);
          List<Element> b = right.node().evaluate(scope);
          boolean isText = isText(a) && isText(b);
          return isText ? joined(scope, a, b) : arithmetic("+", a, b);
        },
        List.of());
  }

  private static boolean isText(List<Element> found) {
    return found.size() == 1 && ValueKind.of(found.get(0).type()) == ValueKind.TEXT;
  }

  private List<Element> arithmetic(String operator, Node left, Node right, Scope scope) {
    return arithmetic(operator, left.evaluate(scope), right.evaluate(scope));
  }

  private List<Element> arithmetic(String operator, List<Element> left, List<Element> right) {
    Optional<BigDecimal> a = Values.number(left);
    Optional<BigDecimal> b = Values.number(right);
    if (a.isEmpty() || b.isEmpty()) {
      return List.of();
    }
    boolean isDivision = !operator.equals("+") && !operator.equals("-") && !operator.equals("*");
    if (isDivision && b.get().signum() == 0) {
      return List.of();
    }
    return values.number(arithmetic(operator, a.get(), b.get()));
  }

  private static BigDecimal arithmetic(String operator, BigDecimal a, BigDecimal b) {
    return switch (operator) {
      case "+" -> a.add(b, MathContext.DECIMAL128);
      case "-" -> a.subtract(b, MathContext.DECIMAL128);
      case "*" -> a.multiply(b, MathContext.DECIMAL128);
      case "/" -> a.divide(b, MathContext.DECIMAL128);
      case "div" -> a.divide(b, MathContext.DECIMAL128).setScale(0, RoundingMode.DOWN);
      case "mod" -> a.remainder(b, MathContext.DECIMAL128);
      default -> throw new IllegalStateException("No operator: " + operator);
    };
  }
}
