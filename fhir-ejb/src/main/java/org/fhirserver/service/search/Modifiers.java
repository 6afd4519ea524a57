package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.CodeText;
import org.fhirserver.store.search.Companion;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameter.Source;
import org.fhirserver.store.search.StringForm;
import org.fhirserver.store.search.TypedIdentifier;
import org.fhirserver.store.search.ValueTest;
import org.fhirserver.store.search.ValueTest.TextMode;
import org.fhirserver.store.search.ValueTest.UriBelow;

/**
 * What modifiers make of a simple parameter, for the values of one request.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">Modifiers</a>
 */
final class Modifiers {
  /** The most characters of a value of {@code :above}: each costs one look into the index. */
  static final int LONGEST_ABOVE = 2_000;

  /** The most characters of all values of {@code :above}, for each type that is searched. */
  static final int MOST_ABOVE = 20_000;

  private final ValueParser values;
  private int charactersAbove;

  Modifiers(ValueParser values) {
    this.values = values;
  }

  /**
   * The expression that a parameter with a modifier other than {@code missing} and {@code not}
   * stands for.
   *
   * @param alternatives the values, escapes kept
   * @throws FhirException INVALID if the parameter has no such modifier or a value is none for it
   */
  Expression apply(SearchParameter parameter, String modifier, List<String> alternatives) {
    return switch (parameter.type()) {
      case STRING -> string(parameter, modifier, alternatives);
      case TOKEN -> token(parameter, modifier, alternatives);
      case REFERENCE -> reference(parameter, modifier, alternatives);
      case URI -> uri(parameter, modifier, alternatives);
      default -> throw unsupported(parameter, modifier);
    };
  }

  /**
   * Whether resources lack the parameter's element.
   *
   * @throws FhirException INVALID if the value is neither true nor false
   */
  static Expression missing(SearchParameter parameter, String value) {
    boolean missing =
        switch (value) {
          case "true" -> true;
          case "false" -> false;
          default -> throw ValueParser.invalid(parameter, value, "':missing' takes true or false");
        };
    if (!parameter.composites().isEmpty()) {
      throw unsupported(parameter, "missing");
    }
    if (parameter.sources().isEmpty()) {
      return missing ? new Expression.None() : new Expression.All();
    }
    Expression present = present(parameter);
    return missing ? new Expression.Not(present) : present;
  }

  /** A code that has a text alone, and a reference that has an identifier alone, are there too. */
  private static Expression present(SearchParameter parameter) {
    List<Source> sources = new ArrayList<>(parameter.sources());
    sources.addAll(parameter.companions(Companion.TEXT));
    Match values = new Match(parameter, sources, List.of());
    List<Source> identifiers = parameter.companions(Companion.IDENTIFIER);
    return identifiers.isEmpty()
        ? values
        : Expression.or(List.of(values, new Match(parameter, identifiers, List.of())));
  }

  private static Expression string(
      SearchParameter parameter, String modifier, List<String> alternatives) {
    TextMode mode =
        switch (modifier) {
          case "exact" -> TextMode.EXACT;
          case "contains" -> TextMode.CONTAINS;
          default -> throw unsupported(parameter, modifier);
        };
    return match(
        parameter,
        parameter.sources(),
        alternatives.stream()
            .map(value -> new ValueTest.Text(mode, EscapedText.unescape(value)))
            .toList());
  }

  private static Expression token(
      SearchParameter parameter, String modifier, List<String> alternatives) {
    if (modifier.equals(Companion.TEXT.modifier())) {
      List<Source> sources = new ArrayList<>(companions(parameter, Companion.TEXT));
      sources.addAll(parameter.sources());
      return match(
          parameter, sources, alternatives.stream().map(value -> text(parameter, value)).toList());
    }
    if (modifier.equals(Companion.OF_TYPE.modifier())) {
      return match(
          parameter,
          companions(parameter, Companion.OF_TYPE),
          alternatives.stream().map(value -> ofType(parameter, value)).toList());
    }
    throw unsupported(parameter, modifier);
  }

  private static ValueTest text(SearchParameter parameter, String value) {
    String text = EscapedText.unescape(value);
    int length = StringForm.of(text).length();
    if (length == 0) {
      throw ValueParser.invalid(parameter, value, "it has no letter or sign");
    }
    if (length > CodeText.LENGTH) {
      throw ValueParser.invalid(
          parameter, value, "':text' compares " + CodeText.LENGTH + " characters at most");
    }
    return new ValueTest.CodeText(text);
  }

  private static ValueTest ofType(SearchParameter parameter, String value) {
    List<String> parts = EscapedText.split(value, '|').stream().map(EscapedText::unescape).toList();
    if (parts.size() != 3 || parts.contains("")) {
      throw ValueParser.invalid(parameter, value, "':of-type' takes system|code|value");
    }
    return new ValueTest.Token(
        Optional.of(parts.get(0)), Optional.of(TypedIdentifier.code(parts.get(1), parts.get(2))));
  }

  private Expression reference(
      SearchParameter parameter, String modifier, List<String> alternatives) {
    if (modifier.equals(Companion.IDENTIFIER.modifier())) {
      return match(
          parameter,
          companions(parameter, Companion.IDENTIFIER),
          alternatives.stream().map(value -> values.token(parameter, value)).toList());
    }
    Optional<ResourceType> target =
        ResourceType.named(modifier)
            .filter(type -> parameter.targets().isEmpty() || parameter.targets().contains(type));
    if (target.isEmpty()) {
      throw unsupported(parameter, modifier);
    }
    return match(
        parameter,
        parameter.sources(),
        alternatives.stream().map(value -> values.reference(parameter, value, target)).toList());
  }

  private Expression uri(SearchParameter parameter, String modifier, List<String> alternatives) {
    boolean below = modifier.equals("below");
    if (!below && !modifier.equals("above")) {
      throw unsupported(parameter, modifier);
    }
    List<ValueTest> tests = new ArrayList<>();
    for (String value : alternatives) {
      String uri = ValueParser.uri(parameter, value).value();
      if (!below) {
        limitAbove(parameter, value, uri);
      }
      if (UriBelow.isHierarchic(uri)) {
        tests.add(below ? new UriBelow(uri) : new ValueTest.UriAbove(uri));
      }
    }
    return tests.isEmpty() ? new Expression.None() : match(parameter, parameter.sources(), tests);
  }

  private void limitAbove(SearchParameter parameter, String value, String uri) {
    charactersAbove += uri.length();
    if (uri.length() > LONGEST_ABOVE || charactersAbove > MOST_ABOVE) {
      throw ValueParser.invalid(
          parameter,
          value,
          "':above' takes "
              + LONGEST_ABOVE
              + " characters at most, and "
              + MOST_ABOVE
              + " with all values and for all types that are searched");
    }
  }

  private static List<Source> companions(SearchParameter parameter, Companion companion) {
    List<Source> sources = parameter.companions(companion);
    if (sources.isEmpty()) {
      throw unsupported(parameter, companion.modifier());
    }
    return sources;
  }

  private static Expression match(
      SearchParameter parameter, List<Source> sources, List<? extends ValueTest> tests) {
    return new Match(parameter, sources, List.copyOf(tests));
  }

  static FhirException unsupported(SearchParameter parameter, String modifier) {
    return new FhirException(
        FhirException.Category.INVALID,
        List.of(
            Issue.error(
                "not-supported",
                "Modifier '"
                    + modifier
                    + "' is not supported for search parameter '"
                    + parameter.code()
                    + "'.")));
  }
}
