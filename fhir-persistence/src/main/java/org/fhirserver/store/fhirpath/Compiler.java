package org.fhirserver.store.fhirpath;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ElementDefinition;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.TypeDefinition;

/** Makes of one syntax tree what can be evaluated, looking up each name in the definitions. */
final class Compiler {
  private static final Map<String, String> CONSTANTS =
      Map.of(
          "ucum", "http://unitsofmeasure.org",
          "sct", "http://snomed.info/sct",
          "loinc", "http://loinc.org");

  private final FhirDefinitions definitions;
  private final Values values;
  private final Functions functions;
  private final String expression;

  /**
   * A part with the types that it may yield.
   *
   * @param types none if they are not known
   */
  record Typed(Node node, List<TypeDefinition> types) {}

  /** A step with the types that it may lead to. */
  record TypedStep(Step step, List<TypeDefinition> types) {}

  Compiler(FhirDefinitions definitions, Values values, String expression) {
    this.definitions = definitions;
    this.values = values;
    this.expression = expression;
    this.functions = new Functions(this, values);
  }

  /** Compiles what is asked of elements of those types. */
  Typed compile(Syntax syntax, List<TypeDefinition> focus) {
    if (syntax instanceof Syntax.Path path) {
      return path(path, focus);
    }
    if (syntax instanceof Syntax.Focus) {
      return new Typed(Scope::focus, focus);
    }
    if (syntax instanceof Syntax.Literal literal) {
      return literal(literal);
    }
    if (syntax instanceof Syntax.Variable variable) {
      return variable(variable);
    }
    if (syntax instanceof Syntax.Special special) {
      return special.name().equals("this")
          ? new Typed(Scope::focus, focus)
          : typed(scope -> values.integer(scope.index()), "integer");
    }
    if (syntax instanceof Syntax.Operation operation) {
      return operation(operation, focus);
    }
    if (syntax instanceof Syntax.TypeOperation operation) {
      Typed operand = compile(operation.operand(), focus);
      TypedStep step =
          operation.operator().equals("is")
              ? is(type(operation.type(), operation.position()))
              : ofType(type(operation.type(), operation.position()));
      return new Typed(new Node.Path(operand.node(), List.of(step.step())), step.types());
    }
    if (syntax instanceof Syntax.Negation negation) {
      Typed operand = compile(negation.operand(), focus);
      return new Typed(
          scope ->
              Values.number(operand.node().evaluate(scope))
                  .map(BigDecimal::negate)
                  .map(values::number)
                  .orElse(List.of()),
          operand.types());
    }
    return new Typed(new Node.Constant(List.of()), List.of());
  }

  private Typed typed(Node node, String type) {
    return new Typed(node, List.of(values.type(type)));
  }

  private Typed literal(Syntax.Literal literal) {
    TypeDefinition type = values.type(literal.type());
    boolean isEmptyText = literal.type().equals("string") && literal.text().isEmpty();
    if (!isEmptyText && !type.accepts(literal.text())) {
      throw refusal(literal.position(), "'%s' is no %s", literal.text(), type.name());
    }
    return new Typed(new Node.Constant(List.of(Element.of(type, literal.text()))), List.of(type));
  }

  private Typed variable(Syntax.Variable variable) {
    String constant = CONSTANTS.get(variable.name());
    if (constant != null) {
      return typed(new Node.Constant(values.text(constant)), "uri");
    }
    return switch (variable.name()) {
      case "resource" -> place(scope -> scope.environment().resource());
      case "rootResource" -> place(scope -> scope.environment().rootResource());
      case "context" -> place(Scope::context);
      default -> throw refusal(variable.position(), "'%%%s' is not defined", variable.name());
    };
  }

  private interface Place {
    Element in(Scope scope);
  }

  private static Typed place(Place place) {
    return new Typed(scope -> List.of(place.in(scope)), List.of());
  }

  private Typed operation(Syntax.Operation operation, List<TypeDefinition> focus) {
    Typed left = compile(operation.left(), focus);
    Typed right = compile(operation.right(), focus);
    return new Operators(values).compile(operation.operator(), left, right);
  }

  private Typed path(Syntax.Path path, List<TypeDefinition> focus) {
    Typed start = compile(path.start(), focus);
    List<TypeDefinition> types = start.types();
    List<Step> steps = new ArrayList<>();
    for (Syntax.Step step : path.steps()) {
      boolean isFirst = steps.isEmpty() && path.start() instanceof Syntax.Focus;
      TypedStep compiled = step(step, types, focus, isFirst);
      steps.add(compiled.step());
      types = compiled.types();
    }
    return new Typed(new Node.Path(start.node(), List.copyOf(steps)), types);
  }

  private TypedStep step(
      Syntax.Step step, List<TypeDefinition> input, List<TypeDefinition> focus, boolean isFirst) {
    if (step instanceof Syntax.Step.Child child) {
      return isFirst && Character.isUpperCase(child.name().charAt(0))
          ? root(child, input)
          : child(child, input);
    }
    if (step instanceof Syntax.Step.Item item) {
      return new TypedStep(Functions.item(compile(item.index(), focus).node()), input);
    }
    return functions.compile((Syntax.Step.Call) step, input, focus);
  }

  /** The type that a path may begin with: it says no more than where it starts. */
  private TypedStep root(Syntax.Step.Child name, List<TypeDefinition> input) {
    TypeDefinition type = type(name.name(), name.position());
    if (!input.isEmpty() && input.stream().noneMatch(each -> each.isA(type.name()))) {
      throw refusal(name.position(), "it is asked of %s, not of %s", input.get(0), name.name());
    }
    return new TypedStep(Functions.ofType(type), input.isEmpty() ? List.of(type) : input);
  }

  private TypedStep child(Syntax.Step.Child child, List<TypeDefinition> input) {
    return new TypedStep(new Step.Child(child.name()), childTypes(child, input));
  }

  private List<TypeDefinition> childTypes(Syntax.Step.Child child, List<TypeDefinition> input) {
    Set<TypeDefinition> types = new LinkedHashSet<>();
    boolean isKnown = false;
    for (TypeDefinition type : input) {
      Optional<ElementDefinition> element = type.element(child.name());
      if (element.isEmpty() && type.isAbstract()) {
        return List.of();
      }
      element.ifPresent(definition -> types.addAll(definition.types()));
      isKnown |= element.isPresent();
    }
    if (!isKnown && !input.isEmpty()) {
      throw refusal(
          child.position(), "Element '%s' is not defined in %s", child.name(), input.get(0));
    }
    return List.copyOf(types);
  }

  /** {@code is(type)}. */
  TypedStep is(TypeDefinition type) {
    Step step =
        new Step.Truths(
            values,
            (scope, input) ->
                input.size() == 1 ? Truth.of(input.get(0).type().isA(type.name())) : Truth.UNKNOWN);
    return new TypedStep(step, List.of(values.type("boolean")));
  }

  /** {@code ofType(type)}. */
  TypedStep ofType(TypeDefinition type) {
    return new TypedStep(Functions.ofType(type), List.of(type));
  }

  /** The type of that name; R4 itself writes Boolean for boolean. */
  TypeDefinition type(String name, int position) {
    String lower = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return definitions
        .type(name)
        .or(() -> definitions.type(lower))
        .orElseThrow(() -> refusal(position, "'%s' is no type", name));
  }

  FhirException refusal(int position, String reason, Object... names) {
    return FhirException.invalid(
        "The FHIRPath expression '%s' cannot be evaluated: %s, at character %d."
            .formatted(expression, reason.formatted(names), position + 1));
  }
}
