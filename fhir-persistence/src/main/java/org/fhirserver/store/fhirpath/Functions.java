package org.fhirserver.store.fhirpath;

import java.util.List;
import org.fhirserver.store.fhirpath.Compiler.Typed;
import org.fhirserver.store.fhirpath.Compiler.TypedStep;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.TypeDefinition;

/**
 * The functions, by name.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/#functions">Functions</a>
 */
final class Functions {
  private final Compiler compiler;
  private final Values values;
  private final TextFunctions texts;

  Functions(Compiler compiler, Values values) {
    this.compiler = compiler;
    this.values = values;
    this.texts = new TextFunctions(values);
  }

  /**
   * Compiles a call.
   *
   * @param input the types that it is called on
   * @param focus the types of {@code $this} around it
   */
  TypedStep compile(Syntax.Step.Call call, List<TypeDefinition> input, List<TypeDefinition> focus) {
    return switch (call.arguments().size()) {
      case 0 -> withoutArgument(call, input);
      case 1 -> withArgument(call, call.arguments().get(0), input, focus);
      default -> withArguments(call, input, focus);
    };
  }

  private TypedStep withoutArgument(Syntax.Step.Call call, List<TypeDefinition> input) {
    return switch (call.function()) {
      case "exists" -> truth((scope, found) -> Truth.of(!found.isEmpty()));
      case "empty" -> truth((scope, found) -> Truth.of(found.isEmpty()));
      case "not" -> truth((scope, found) -> Truth.of(found).not());
      case "hasValue" ->
          truth((scope, found) -> Truth.of(found.size() == 1 && found.get(0).value().isPresent()));
      case "allTrue" -> truth((scope, found) -> Truth.of(Collections.all(found, Truth.TRUE)));
      case "allFalse" -> truth((scope, found) -> Truth.of(Collections.all(found, Truth.FALSE)));
      case "anyTrue" -> truth((scope, found) -> Truth.of(Collections.any(found, Truth.TRUE)));
      case "anyFalse" -> truth((scope, found) -> Truth.of(Collections.any(found, Truth.FALSE)));
      case "isDistinct" ->
          truth((scope, found) -> Truth.of(Equality.distinct(scope, found).size() == found.size()));
      case "htmlChecks" -> truth((scope, found) -> Truth.of(Collections.areNarratives(found)));
      case "count" -> typed((scope, found) -> values.integer(found.size()), "integer");
      case "distinct" -> same(Equality::distinct, input);
      case "first" -> same((scope, found) -> Collections.slice(found, 0, 1), input);
      case "last" -> same((scope, found) -> Collections.slice(found, found.size() - 1, 1), input);
      case "tail" -> same((scope, found) -> Collections.slice(found, 1, found.size()), input);
      case "single", "getValue" ->
          same((scope, found) -> found.size() == 1 ? found : List.of(), input);
      case "children" -> unknown(Collections::children);
      case "descendants" -> unknown(Collections::descendants);
      case "resolve" -> unknown(new References(values)::resolve);
      default ->
          texts
              .withoutArgument(call.function())
              .orElseThrow(() -> compiler.refusal(call.position(), unsupported(call)));
    };
  }

  private TypedStep withArgument(
      Syntax.Step.Call call,
      Syntax argument,
      List<TypeDefinition> input,
      List<TypeDefinition> focus) {
    return switch (call.function()) {
      case "where" -> where(criteria(argument, input), input);
      case "exists" -> {
        Node criteria = criteria(argument, input);
        yield truth((scope, found) -> Truth.of(Collections.exists(scope, found, criteria)));
      }
      case "all" -> {
        Node criteria = criteria(argument, input);
        yield truth((scope, found) -> Truth.of(Collections.all(scope, found, criteria)));
      }
      case "select" -> {
        Typed projection = compiler.compile(argument, input);
        yield new TypedStep(
            (scope, found) -> Collections.select(scope, found, projection.node()),
            projection.types());
      }
      case "repeat" -> {
        Node projection = compiler.compile(argument, List.of()).node();
        yield unknown((scope, found) -> Collections.repeat(scope, found, projection));
      }
      case "is" -> compiler.is(type(argument));
      case "as", "ofType" -> compiler.ofType(type(argument));
      case "trace" -> same((scope, found) -> found, input);
      default -> withValue(call, compiler.compile(argument, focus).node(), input);
    };
  }

  /** The functions whose one argument is a value, the same for all items. */
  private TypedStep withValue(Syntax.Step.Call call, Node value, List<TypeDefinition> input) {
    return switch (call.function()) {
      case "skip" ->
          same(
              (scope, found) -> Collections.slice(found, number(scope, value, 0), found.size()),
              input);
      case "take" ->
          same((scope, found) -> Collections.slice(found, 0, number(scope, value, 0)), input);
      case "union" ->
          unknown(
              (scope, found) ->
                  Equality.distinct(scope, Operators.together(found, value.evaluate(scope))));
      case "combine" ->
          unknown((scope, found) -> Collections.combine(scope, found, value.evaluate(scope)));
      case "intersect" ->
          same(
              (scope, found) -> Collections.common(scope, found, value.evaluate(scope), true),
              input);
      case "exclude" ->
          same(
              (scope, found) -> Collections.common(scope, found, value.evaluate(scope), false),
              input);
      case "subsetOf" -> truth((scope, found) -> subset(scope, found, value.evaluate(scope)));
      case "supersetOf" -> truth((scope, found) -> subset(scope, value.evaluate(scope), found));
      case "extension" ->
          new TypedStep(
              (scope, found) -> Collections.extensions(scope, found, value.evaluate(scope)),
              List.of(values.type("Extension")));
      default ->
          texts
              .withValue(call.function(), value)
              .orElseThrow(() -> compiler.refusal(call.position(), unsupported(call)));
    };
  }

  private TypedStep withArguments(
      Syntax.Step.Call call, List<TypeDefinition> input, List<TypeDefinition> focus) {
    List<Syntax> arguments = call.arguments();
    if (call.function().equals("iif") && arguments.size() <= 3) {
      Node criteria = criteria(arguments.get(0), input);
      Node then = compiler.compile(arguments.get(1), input).node();
      Node otherwise =
          arguments.size() == 3
              ? compiler.compile(arguments.get(2), input).node()
              : new Node.Constant(List.of());
      return unknown(
          (scope, found) -> {
            Scope inner = scope.items(found);
            return (criteria.test(inner) == Truth.TRUE ? then : otherwise).evaluate(inner);
          });
    }
    if (call.function().equals("trace") && arguments.size() == 2) {
      return same((scope, found) -> found, input);
    }
    List<Node> nodes =
        arguments.stream().map(argument -> compiler.compile(argument, focus).node()).toList();
    return texts
        .withValues(call.function(), nodes)
        .orElseThrow(() -> compiler.refusal(call.position(), unsupported(call)));
  }

  private static String unsupported(Syntax.Step.Call call) {
    return "there is no function '"
        + call.function().replace("%", "%%")
        + "' with so many arguments here ("
        + call.arguments().size()
        + ")";
  }

  private Node criteria(Syntax argument, List<TypeDefinition> input) {
    return compiler.compile(argument, input).node();
  }

  private TypeDefinition type(Syntax argument) {
    String name =
        argument
            .typeName()
            .orElseThrow(() -> compiler.refusal(argument.position(), "it needs a type"));
    return compiler.type(name, argument.position());
  }

  private static TypedStep where(Node criteria, List<TypeDefinition> input) {
    return same((scope, found) -> Collections.where(scope, found, criteria), input);
  }

  /** {@code ofType(type)}. */
  static Step ofType(TypeDefinition type) {
    return (scope, found) -> Collections.ofType(found, type);
  }

  /** {@code [index]}. */
  static Step item(Node index) {
    return (scope, found) -> Collections.slice(found, number(scope, index, -1), 1);
  }

  private static int number(Scope scope, Node node, int otherwise) {
    return Values.number(node.evaluate(scope))
        .filter(number -> number.scale() <= 0 && number.precision() < 10)
        .map(java.math.BigDecimal::intValue)
        .orElse(otherwise);
  }

  private static Truth subset(Scope scope, List<Element> some, List<Element> all) {
    return Truth.of(Equality.keys(scope, all).containsAll(Equality.keys(scope, some)));
  }

  private TypedStep truth(Step.Test test) {
    return new TypedStep(new Step.Truths(values, test), List.of(values.type("boolean")));
  }

  private TypedStep typed(Step step, String type) {
    return new TypedStep(step, List.of(values.type(type)));
  }

  private static TypedStep same(Step step, List<TypeDefinition> types) {
    return new TypedStep(step, types);
  }

  private static TypedStep unknown(Step step) {
    return new TypedStep(step, List.of());
  }
}
