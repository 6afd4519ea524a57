package org.fhirserver.store.fhirpath;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.fhirpath.Compiler.TypedStep;
import org.fhirserver.store.model.Element;

/**
 * The functions of texts, and those that turn values of one type into another.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/#string-manipulation">String manipulation</a>
 */
final class TextFunctions {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?");

  private final Values values;

  TextFunctions(Values values) {
    this.values = values;
  }

  Optional<TypedStep> withoutArgument(String function) {
    return Optional.ofNullable(
        switch (function) {
          case "length" ->
              typed("integer", (scope, text) -> Optional.of(values.integer(text.length())));
          case "upper" -> text((scope, text) -> Optional.of(text.toUpperCase(Locale.ROOT)));
          case "lower" -> text((scope, text) -> Optional.of(text.toLowerCase(Locale.ROOT)));
          case "toString" -> text((scope, text) -> Optional.of(text));
          case "toInteger" ->
              typed("integer", (scope, text) -> matching(INTEGER, truthAsNumber(text)));
          case "toDecimal" ->
              typed("decimal", (scope, text) -> matching(DECIMAL, truthAsNumber(text)));
          default -> null;
        });
  }

  private static String truthAsNumber(String text) {
    return switch (text) {
      case "true" -> "1";
      case "false" -> "0";
      default -> text;
    };
  }

  private Optional<List<Element>> matching(Pattern format, String text) {
    return format.matcher(text).matches()
        ? Optional.of(values.number(new BigDecimal(text)))
        : Optional.empty();
  }

  Optional<TypedStep> withValue(String function, Node argument) {
    return Optional.ofNullable(
        switch (function) {
          case "startsWith" -> test(argument, String::startsWith);
          case "endsWith" -> test(argument, String::endsWith);
          case "contains" -> test(argument, String::contains);
          case "indexOf" ->
              typed(
                  "integer",
                  (scope, text) ->
                      Values.text(argument.evaluate(scope))
                          .map(part -> values.integer(text.indexOf(part))));
          case "substring" -> text((scope, text) -> rest(scope, text, argument));
          case "matches" -> matches(argument);
          default -> null;
        });
  }

  Optional<TypedStep> withValues(String function, List<Node> arguments) {
    if (arguments.size() != 2) {
      return Optional.empty();
    }
    Node first = arguments.get(0);
    Node second = arguments.get(1);
    return Optional.ofNullable(
        switch (function) {
          case "substring" -> text((scope, text) -> substring(scope, text, first, second));
          case "replace" ->
              text((scope, text) -> replaced(scope, text, first.evaluate(scope), second));
          case "replaceMatches" ->
              text((scope, text) -> replacedMatches(scope, text, first, second));
          default -> null;
        });
  }

  private static Optional<String> rest(Scope scope, String text, Node start) {
    return index(scope, start)
        .filter(from -> from >= 0 && from < text.length())
        .map(text::substring);
  }

  private static Optional<String> substring(Scope scope, String text, Node start, Node length) {
    Optional<Integer> most = index(scope, length);
    return rest(scope, text, start)
        .map(
            rest ->
                rest.substring(
                    0, Math.max(0, Math.min(most.orElse(rest.length()), rest.length()))));
  }

  private static Optional<Integer> index(Scope scope, Node node) {
    return Values.number(node.evaluate(scope))
        .filter(number -> number.scale() <= 0 && number.precision() < 10)
        .map(BigDecimal::intValue);
  }

  private static Optional<String> replaced(
      Scope scope, String text, List<Element> part, Node replacement) {
    Optional<String> with = Values.text(replacement.evaluate(scope));
    if (Values.text(part).isEmpty() || with.isEmpty()) {
      return Optional.empty();
    }
    return limited(
        scope, text, with.get(), () -> text.replace(Values.text(part).get(), with.get()));
  }

  private static Optional<String> replacedMatches(
      Scope scope, String text, Node pattern, Node replacement) {
    Optional<String> expression = Values.text(pattern.evaluate(scope));
    Optional<String> with = Values.text(replacement.evaluate(scope));
    if (expression.isEmpty() || with.isEmpty()) {
      return Optional.empty();
    }
    return limited(
        scope,
        text,
        with.get(),
        () -> Patience.replaceAll(scope, pattern(expression.get()), text, with.get()));
  }

  private interface Replacement {
    String make();
  }

  /** Each character may become a whole replacement. */
  private static Optional<String> limited(
      Scope scope, String text, String with, Replacement replacement) {
    scope.spend((text.length() + 1L) * (with.length() + 1L));
    return Optional.of(replacement.make());
  }

  private TypedStep matches(Node argument) {
    if (argument instanceof Node.Constant constant) {
      Optional<Pattern> pattern = Values.text(constant.found()).map(TextFunctions::pattern);
      return truth((scope, text) -> pattern.map(p -> Patience.matches(scope, p, text)));
    }
    return truth(
        (scope, text) ->
            Values.text(argument.evaluate(scope))
                .map(expression -> Patience.matches(scope, pattern(expression), text)));
  }

  private static Pattern pattern(String expression) {
    try {
      return Pattern.compile(expression, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw FhirException.invalid(
          "A FHIRPath expression has a wrong regular expression at character %d."
              .formatted(e.getIndex() + 1));
    }
  }

  private TypedStep test(Node argument, BiPredicate<String, String> test) {
    return truth(
        (scope, text) ->
            Values.text(argument.evaluate(scope))
                .map(
                    part -> {
                      scope.spend(1 + text.length() / 16);
                      return Truth.of(test.test(text, part));
                    }));
  }

  /** What is done with the text that a function is called on. */
  private interface OfText<T> {
    Optional<T> apply(Scope scope, String text);
  }

  private TypedStep truth(OfText<Truth> test) {
    Step step =
        new Step.Truths(
            values,
            (scope, input) ->
                Values.text(input).flatMap(text -> test.apply(scope, text)).orElse(Truth.UNKNOWN));
    return new TypedStep(step, List.of(values.type("boolean")));
  }

  private TypedStep text(OfText<String> change) {
    return typed("string", (scope, text) -> change.apply(scope, text).map(values::text));
  }

  private TypedStep typed(String type, OfText<List<Element>> change) {
    Step step =
        (scope, input) ->
            Values.text(input).flatMap(text -> change.apply(scope, text)).orElse(List.of());
    return new TypedStep(step, List.of(values.type(type)));
  }
}
