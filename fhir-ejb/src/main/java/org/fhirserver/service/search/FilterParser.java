package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.FullTextField;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameter.Source;
import org.fhirserver.store.search.SearchParameterType;
import org.fhirserver.store.search.ValueTest;

/**
 * Reads the parameters that say which resources are searched for.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">Modifiers</a>
 */
final class FilterParser {
  private final SearchContext context;
  private final ResourceType type;
  private final ValueParser values;
  private final Modifiers modifiers;
  private final CodeSetModifier codeSets;
  private final Alternatives limits;
  private final int depth;

  /**
   * A parser of parameters of a type.
   *
   * @param modifiers what reads modifiers for all types of the request, which share their limits
   */
  FilterParser(
      SearchContext context, ResourceType type, ValueParser values, Modifiers modifiers) {
    this.context = context;
    this.type = type;
    this.values = values;
    this.modifiers = modifiers;
    this.codeSets = new CodeSetModifier(context.codes(), values);
    this.limits = new Alternatives(context.codes().maxCodes());
    this.depth = 0;
  }

  private FilterParser(FilterParser origin, ResourceType type) {
    this.context = origin.context;
    this.type = type;
    this.values = origin.values;
    this.modifiers = origin.modifiers;
    this.codeSets = origin.codeSets;
    this.limits = origin.limits;
    this.depth = origin.depth + 1;
  }

  /** What reads parameters of a type that a chain leads to. */
  FilterParser of(ResourceType other) {
    if (depth == ChainParser.MOST_LINKS) {
      throw FhirException.invalid(
          "A chain of search parameters has at most " + ChainParser.MOST_LINKS + " links.");
    }
    return new FilterParser(this, other);
  }

  /**
   * The expression that one parameter stands for.
   *
   * @throws FhirException INVALID if parameter, modifier or value is not supported, FORBIDDEN if a
   *     chain leads through a type that the caller may not search
   */
  Expression parse(QueryParameter query) {
    if (query.name().equals(FilterCompiler.PARAMETER)) {
      return filter().compile(FilterSyntaxParser.parse(query.value()));
    }
    Optional<FullTextField> field = FullTextField.ofParameter(query.name());
    return field.isPresent()
        ? fullText(field.get(), query.value())
        : chains().parse(query).orElseGet(() -> plain(query));
  }

  /** What reads filters over the type. */
  FilterCompiler filter() {
    return new FilterCompiler(context.registry(), type, values, this, chains());
  }

  /**
   * The expression of a search for words.
   *
   * @throws FhirException INVALID if the field cannot be searched or the value is malformed
   */
  Expression fullText(FullTextField field, String value) {
    if (!field.isOf(type)) {
      throw unknown(type, field.parameter());
    }
    context.fullTexts().requireSearchable(field);
    return new FullTextParser(field, type).parse(value);
  }

  private ChainParser chains() {
    return new ChainParser(context.registry(), context.searchable(), type, this::of);
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
        context.registry().find(type, code).orElseThrow(() -> unknown(type, query.name()));
    if (modifier.filter("missing"::equals).isPresent()) {
      return Modifiers.missing(parameter, query.value());
    }
    List<String> alternatives = limits.of(parameter, query.value());
    if (CodeSetModifier.applies(parameter, modifier)) {
      return codeSet(parameter, modifier.orElseThrow(), alternatives);
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

  private Expression codeSet(
      SearchParameter parameter, String modifier, List<String> alternatives) {
    Expression match =
        simple(parameter, parameter.sources(), codeSets.tests(parameter, modifier, alternatives));
    return CodeSetModifier.isNegated(modifier) ? new Expression.Not(match) : match;
  }

  private Expression match(
      SearchParameter parameter, Optional<String> modifier, List<String> alternatives) {
    if (modifier.isPresent()) {
      return modifiers.apply(parameter, modifier.get(), alternatives);
    }
    List<ValueTest> tests =
        alternatives.stream().map(value -> values.parse(parameter, value)).toList();
    limits.requireFewTargets(parameter, tests);
    return simple(parameter, parameter.sources(), tests);
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
  static Expression simple(SearchParameter parameter, List<Source> sources, List<ValueTest> tests) {
    if (parameter.type() != SearchParameterType.TOKEN) {
      return new Match(parameter, sources, tests);
    }
    return Expression.or(
        ImpliedSystem.group(sources, tests).entrySet().stream()
            .filter(entry -> !entry.getKey().isEmpty())
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
          throw Modifiers.unsupported(parameter, name);
        });
  }
}
