package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.search.ChainParser.Rest;
import org.fhirserver.service.search.FilterSyntax.And;
import org.fhirserver.service.search.FilterSyntax.Comparison;
import org.fhirserver.service.search.FilterSyntax.Not;
import org.fhirserver.service.search.FilterSyntax.Or;
import org.fhirserver.service.search.FilterSyntax.Step;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.FullTextField;
import org.fhirserver.store.search.SearchParameterRegistry;

/**
 * Makes of a {@code _filter} the expression that ordinary parameters would make, so that access
 * restrictions, rewrites and statements are the same.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html">_filter</a>
 */
final class FilterCompiler {
  /** The name of the parameter. */
  static final String PARAMETER = "_filter";

  private final SearchParameterRegistry registry;
  private final ResourceType type;
  private final FilterParser parser;
  private final ChainParser chains;
  private final FilterConditions conditions;

  FilterCompiler(
      SearchParameterRegistry registry,
      ResourceType type,
      ValueParser values,
      FilterParser parser,
      ChainParser chains) {
    this.registry = registry;
    this.type = type;
    this.parser = parser;
    this.chains = chains;
    this.conditions = new FilterConditions(values, parser);
  }

  /**
   * The expression that a filter stands for.
   *
   * @throws FilterException if a parameter, operator or value does not fit, with its place
   * @throws FhirException FORBIDDEN if a path leads through a type that the caller may not search
   */
  Expression compile(FilterSyntax filter) {
    if (filter instanceof And and) {
      return Expression.and(and.operands().stream().map(this::compile).toList());
    }
    if (filter instanceof Or or) {
      return Expression.or(or.operands().stream().map(this::compile).toList());
    }
    if (filter instanceof Not not) {
      return new Expression.Not(compile(not.operand()));
    }
    Comparison comparison = (Comparison) filter;
    try {
      return follow(comparison, comparison.path());
    } catch (FilterException placed) {
      throw placed;
    } catch (FhirException mistake) {
      if (mistake.category() != FhirException.Category.INVALID) {
        throw mistake;
      }
      throw FilterException.at(comparison.position(), mistake);
    }
  }

  /** The expression for the steps of a path that are left. */
  private Expression follow(Comparison comparison, List<Step> path) {
    Step step = path.get(0);
    List<Step> behind = path.subList(1, path.size());
    if (ChainParser.isReverse(step.name())) {
      return chains.reverseChain(step.name(), name -> rest(comparison, renamed(path, name)));
    }
    if (behind.isEmpty()) {
      return last(comparison, step.name());
    }
    Rest rest = rest(comparison, behind);
    return chains.chain(
        step.name(),
        step.name(),
        new Rest(
            rest.name(),
            other ->
                Expression.and(
                    List.of(
                        step.filter()
                            .map(filter -> other.filter().compile(filter))
                            .orElseGet(Expression.All::new),
                        rest.condition().apply(other)))));
  }

  private static Rest rest(Comparison comparison, List<Step> path) {
    return new Rest(path.get(0).name(), other -> other.filter().follow(comparison, path));
  }

  private static List<Step> renamed(List<Step> path, String name) {
    List<Step> renamed = new ArrayList<>(path);
    renamed.set(0, new Step(name, path.get(0).filter(), path.get(0).position()));
    return renamed;
  }

  private Expression last(Comparison comparison, String name) {
    Optional<FullTextField> field = FullTextField.ofParameter(name);
    if (field.isPresent()) {
      FilterConditions.requireOperator(comparison, name, FilterOperator.CO);
      return parser.fullText(field.get(), comparison.value());
    }
    return conditions.of(
        registry.find(type, name).orElseThrow(() -> FilterParser.unknown(type, name)), comparison);
  }
}
