package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameter.Source;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchParameterType;
import org.fhirserver.store.search.ValueTest;

/**
 * Reads the parameters that say which resources are searched for.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">Modifiers</a>
 */
final class FilterParser {
  private final SearchParameterRegistry registry;
  private final SearchableTypes searchable;
  private final ResourceType type;
  private final ValueParser values;
  private final int depth;

  FilterParser(
      SearchParameterRegistry registry,
      SearchableTypes searchable,
      ResourceType type,
      ValueParser values) {
    this(registry, searchable, type, values, 0);
  }

  private FilterParser(
      SearchParameterRegistry registry,
      SearchableTypes searchable,
      ResourceType type,
      ValueParser values,
      int depth) {
    this.registry = registry;
    this.searchable = searchable;
    this.type = type;
    this.values = values;
    this.depth = depth;
  }

  /** What reads parameters of a type that a chain leads to. */
  FilterParser of(ResourceType other) {
    if (depth == ChainParser.MOST_LINKS) {
      throw FhirException.invalid(
          "A chain of search parameters has at most " + ChainParser.MOST_LINKS + " links.");
    }
    return new FilterParser(registry, searchable, other, values, depth + 1);
  }

  /**
   * The expression that one parameter stands for.
   *
   * @throws FhirException INVALID if parameter, modifier or value is not supported, FORBIDDEN if a
   *     chain leads through a type that the caller may not search
   */
  Expression parse(QueryParameter query) {
    ChainParser chains = new ChainParser(registry, searchable, type, this::of);
    return chains.parse(query).orElseGet(() -> plain(query));
  }

  private Expression plain(QueryParameter query) {
    if (TypeCondition.isOne(query)) {
      return TypeCondition.of(query).requireKnown().admits(type)
          ? new Expression.All()
          : new Expression.None();
    }
    int colon = query.name().indexOf(':');
    String code = colon < 0 ? query.name() : query.name().substring(0, colon);
    Optional<String> modifier =
        colon < 0 ? Optional.empty() : Optional.of(query.name().substring(colon + 1));
    SearchParameter parameter =
        registry.find(type, code).orElseThrow(() -> unknown(type, query.name()));
    if (modifier.filter("missing"::equals).isPresent()) {
      return missing(parameter, query.value());
    }
    List<String> alternatives =
        EscapedText.split(query.value(), ',').stream().filter(text -> !text.isEmpty()).toList();
    if (alternatives.isEmpty()) {
      throw ValueParser.invalid(parameter, query.value(), "it is empty");
    }
    if (modifier.filter("not"::equals).isPresent()
        && parameter.type() == SearchParameterType.TOKEN) {
      return new Expression.Not(expression(parameter, Optional.empty(), alternatives));
    }
    return expression(parameter, modifier, alternatives);
  }

  private Expression expression(
      SearchParameter parameter, Optional<String> modifier, List<String> alternatives) {
    switch (parameter.code()) {
      case "_id" -> {
        refuseModifier(parameter, modifier);
        return ids(parameter, alternatives);
      }
      case "_lastUpdated" -> {
        refuseModifier(parameter, modifier);
        return Expression.or(
            alternatives.stream()
                .map(value -> new Expression.LastUpdated(values.date(parameter, value)))
                .toList());
      }
      default -> {
        if (parameter.type() == SearchParameterType.COMPOSITE) {
          refuseModifier(parameter, modifier);
          return Expression.or(
              alternatives.stream().map(value -> composite(parameter, value)).toList());
        }
        return match(parameter, modifier, alternatives);
      }
    }
  }

  private Expression match(
      SearchParameter parameter, Optional<String> modifier, List<String> alternatives) {
    List<ValueTest> tests = new ArrayList<>(alternatives.size());
    for (String value : alternatives) {
      tests.add(
          modifier.isEmpty()
              ? values.parse(parameter, value)
              : modified(parameter, modifier.get(), value));
    }
    return simple(parameter, parameter.sources(), tests);
  }

  private ValueTest modified(SearchParameter parameter, String modifier, String value) {
    if (parameter.type() == SearchParameterType.STRING && modifier.equals("exact")) {
      return new ValueTest.Text(ValueTest.TextMode.EXACT, EscapedText.unescape(value));
    }
    if (parameter.type() == SearchParameterType.STRING && modifier.equals("contains")) {
      return new ValueTest.Text(ValueTest.TextMode.CONTAINS, EscapedText.unescape(value));
    }
    if (parameter.type() == SearchParameterType.REFERENCE) {
      Optional<ResourceType> target = ResourceType.named(modifier);
      if (target.isPresent()
          && (parameter.targets().isEmpty() || parameter.targets().contains(target.get()))) {
        return values.reference(parameter, value, target);
      }
    }
    throw unsupportedModifier(parameter, modifier);
  }

  private Expression missing(SearchParameter parameter, String value) {
    boolean missing =
        switch (value) {
          case "true" -> true;
          case "false" -> false;
          default -> throw ValueParser.invalid(parameter, value, "':missing' takes true or false");
        };
    if (parameter.type() == SearchParameterType.COMPOSITE) {
      throw unsupportedModifier(parameter, "missing");
    }
    if (parameter.sources().isEmpty()) {
      return missing ? new Expression.None() : new Expression.All();
    }
    Expression present = new Match(parameter, parameter.sources(), List.of());
    return missing ? new Expression.Not(present) : present;
  }

  private static Expression ids(SearchParameter parameter, List<String> alternatives) {
    List<String> ids = alternatives.stream().map(EscapedText::unescape).distinct().toList();
    for (String id : ids) {
      if (!ResourceKey.isId(id)) {
        throw ValueParser.invalid(parameter, id, "it is no id");
      }
    }
    return new Expression.Ids(ids);
  }

  private Expression composite(SearchParameter parameter, String value) {
    List<String> parts = EscapedText.split(value, '$');
    List<Expression> contexts = new ArrayList<>();
    for (SearchParameter.CompositeContext context : parameter.composites()) {
      if (parts.size() != context.components().size()) {
        throw ValueParser.invalid(
            parameter, value, "it needs " + context.components().size() + " parts joined by '$'");
      }
      contexts.add(composite(context, parts));
    }
    return Expression.or(contexts);
  }

  private Expression composite(SearchParameter.CompositeContext context, List<String> parts) {
    List<Expression> anywhere = new ArrayList<>();
    List<Expression> paired = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      SearchParameter.Component component = context.components().get(i);
      Expression match =
          simple(
              component.parameter(),
              component.sources(),
              List.of(values.parse(component.parameter(), parts.get(i))));
      (context.wholeResource() || component.anywhere() ? anywhere : paired).add(match);
    }
    if (!paired.isEmpty()) {
      anywhere.add(paired(paired));
    }
    return Expression.and(anywhere);
  }

  /** Matches of one element; a code that no binding knows makes one of them a None. */
  private static Expression paired(List<Expression> matches) {
    return matches.stream().allMatch(Match.class::isInstance)
        ? new Expression.Paired(matches.stream().map(Match.class::cast).toList())
        : new Expression.None();
  }

  /** A match; codes are compared with the system that the binding of a plain code implies. */
  private static Expression simple(
      SearchParameter parameter, List<Source> sources, List<ValueTest> tests) {
    if (parameter.type() != SearchParameterType.TOKEN) {
      return new Match(parameter, sources, tests);
    }
    Map<List<ValueTest>, List<Source>> byTests = new HashMap<>();
    for (Source source : sources) {
      List<ValueTest> own =
          tests.stream()
              .flatMap(test -> ImpliedSystem.apply(source.path(), (ValueTest.Token) test).stream())
              .map(test -> (ValueTest) test)
              .toList();
      if (!own.isEmpty()) {
        byTests.computeIfAbsent(own, key -> new ArrayList<>()).add(source);
      }
    }
    return Expression.or(
        byTests.entrySet().stream()
            .map(entry -> new Match(parameter, entry.getValue(), entry.getKey()))
            .toList());
  }

  static FhirException unknown(ResourceType type, String name) {
    return new FhirException(
        FhirException.Category.INVALID,
        "not-supported",
        "The search parameter '" + name + "' is not supported for resource type '" + type + "'.");
  }

  private static void refuseModifier(SearchParameter parameter, Optional<String> modifier) {
    modifier.ifPresent(
        name -> {
          throw unsupportedModifier(parameter, name);
        });
  }

  private static FhirException unsupportedModifier(SearchParameter parameter, String modifier) {
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
