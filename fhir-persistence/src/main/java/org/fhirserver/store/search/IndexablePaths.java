package org.fhirserver.store.search;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.fhirpath.Parser;
import org.fhirserver.store.fhirpath.Syntax;

/**
 * Takes from FHIRPath the part that search parameters are written in; unions are split, so that
 * each path of the result stands alone.
 *
 * @see <a href="https://hl7.org/fhir/R4/fhirpath.html">FHIRPath</a>
 */
final class IndexablePaths {
  private static final String SUPPORTED =
      "paths, unions, as, ofType, where(name='text'), where(resolve() is Type), extension('url'),"
          + " [index] and x.exists() and x != false";

  private static final int LONGEST_INDEX = 4;
  private static final int LONGEST_ECHO = 20;

  private final String expression;

  private IndexablePaths(String expression) {
    this.expression = expression;
  }

  /**
   * The paths whose results together are the result of the expression.
   *
   * @throws FhirException INVALID if it uses anything else than this server can index
   */
  static List<PathExpression> parse(String expression) {
    Syntax syntax = Parser.parse(expression);
    IndexablePaths paths = new IndexablePaths(expression);
    return syntax instanceof Syntax.Operation both && both.operator().equals("and")
        ? List.of(paths.existsAndIsNotFalse(both))
        : paths.paths(syntax);
  }

  private List<PathExpression> paths(Syntax syntax) {
    if (syntax instanceof Syntax.Path path) {
      return follow(start(path.start()), path.steps());
    }
    if (syntax instanceof Syntax.Operation union && union.operator().equals("|")) {
      return Stream.concat(paths(union.left()).stream(), paths(union.right()).stream()).toList();
    }
    if (syntax instanceof Syntax.TypeOperation typed && typed.operator().equals("as")) {
      PathStep step = new PathStep.OfType(typed.type());
      return each(paths(typed.operand()), path -> path.then(step));
    }
    if (syntax instanceof Syntax.Variable variable && variable.name().equals("resource")) {
      return List.of(new PathExpression(PathExpression.RESOURCE, List.of()));
    }
    throw unexpected(syntax.position());
  }

  private List<PathExpression> start(Syntax start) {
    return start instanceof Syntax.Focus
        ? List.of(new PathExpression(PathExpression.FOCUS, List.of()))
        : paths(start);
  }

  private List<PathExpression> follow(List<PathExpression> start, List<Syntax.Step> steps) {
    List<PathExpression> paths = start;
    for (Syntax.Step step : steps) {
      paths = follow(paths, step);
    }
    return paths;
  }

  private List<PathExpression> follow(List<PathExpression> paths, Syntax.Step step) {
    if (step instanceof Syntax.Step.Child child) {
      return each(paths, path -> child(path, child.name()));
    }
    if (step instanceof Syntax.Step.Item item) {
      return List.of(item(paths, item));
    }
    Syntax.Step.Call call = (Syntax.Step.Call) step;
    if (call.arguments().size() != 1) {
      throw unexpected(call.position());
    }
    Syntax argument = call.arguments().get(0);
    switch (call.function()) {
      case "as", "ofType" -> {
        PathStep type =
            new PathStep.OfType(
                argument.typeName().orElseThrow(() -> unexpected(argument.position())));
        return each(paths, path -> path.then(type));
      }
      case "where" -> {
        PathStep criteria = criteria(argument);
        return each(paths, path -> path.then(criteria));
      }
      case "extension" -> {
        PathStep withUrl = new PathStep.Where("url", text(argument));
        return each(paths, path -> path.then(new PathStep.Child("extension")).then(withUrl));
      }
      default -> throw unexpected(call.position());
    }
  }

  /** A path begins with a type, whose name is in upper case, or with a child. */
  private static PathExpression child(PathExpression path, String name) {
    boolean isType =
        path.root().equals(PathExpression.FOCUS)
            && path.steps().isEmpty()
            && Character.isUpperCase(name.charAt(0));
    return isType ? new PathExpression(name, List.of()) : path.then(new PathStep.Child(name));
  }

  private PathExpression item(List<PathExpression> paths, Syntax.Step.Item item) {
    if (paths.size() == 1
        && item.index() instanceof Syntax.Literal index
        && index.type().equals("integer")
        && index.text().length() <= LONGEST_INDEX) {
      return paths.get(0).then(new PathStep.Item(Integer.parseInt(index.text())));
    }
    throw unexpected(item.position());
  }

  private PathStep criteria(Syntax criteria) {
    if (criteria instanceof Syntax.TypeOperation test
        && test.operator().equals("is")
        && isCall(test.operand(), "resolve")) {
      return new PathStep.ResolvesTo(test.type());
    }
    if (criteria instanceof Syntax.Operation equal && equal.operator().equals("=")) {
      return new PathStep.Where(
          equal.left().typeName().orElseThrow(() -> unexpected(criteria.position())),
          text(equal.right()));
    }
    throw unexpected(criteria.position());
  }

  private static boolean isCall(Syntax syntax, String function) {
    return syntax instanceof Syntax.Path path
        && path.start() instanceof Syntax.Focus
        && path.steps().size() == 1
        && isCall(path.steps().get(0), function);
  }

  private static boolean isCall(Syntax.Step step, String function) {
    return step instanceof Syntax.Step.Call call
        && call.function().equals(function)
        && call.arguments().isEmpty();
  }

  private String text(Syntax syntax) {
    if (syntax instanceof Syntax.Literal literal && literal.type().equals("string")) {
      return literal.text();
    }
    throw unexpected(syntax.position());
  }

  /** {@code x.exists() and x != false}. */
  private PathExpression existsAndIsNotFalse(Syntax.Operation both) {
    if (both.left() instanceof Syntax.Path exists
        && both.right() instanceof Syntax.Operation unequal
        && unequal.operator().equals("!=")
        && unequal.right() instanceof Syntax.Literal literal
        && literal.type().equals("boolean")
        && literal.text().equals("false")) {
      List<Syntax.Step> steps = exists.steps();
      int last = steps.size() - 1;
      List<PathExpression> left = follow(start(exists.start()), steps.subList(0, last));
      if (isCall(steps.get(last), "exists")
          && left.size() == 1
          && left.equals(paths(unequal.left()))) {
        return left.get(0).then(new PathStep.ExistsAndIsNotFalse());
      }
    }
    throw unexpected(both.position());
  }

  private FhirException unexpected(int position) {
    String rest = expression.substring(position);
    return FhirException.invalid(
        "The expression '%s' cannot be indexed: '%s' at character %d. Supported are %s."
            .formatted(
                expression,
                rest.length() > LONGEST_ECHO ? rest.substring(0, LONGEST_ECHO) + "..." : rest,
                position + 1,
                SUPPORTED));
  }

  private static List<PathExpression> each(
      List<PathExpression> paths, UnaryOperator<PathExpression> change) {
    return paths.stream().map(change).toList();
  }
}
