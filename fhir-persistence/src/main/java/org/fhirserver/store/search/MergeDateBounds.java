package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fhirserver.store.search.Expression.And;
import org.fhirserver.store.search.Expression.Chained;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.Expression.Not;
import org.fhirserver.store.search.Expression.Or;
import org.fhirserver.store.search.Expression.Referred;
import org.fhirserver.store.search.SearchParameter.Source;

/**
 * Rewrite: several conditions on a date that a resource has only once become one condition on one
 * row, {@code date=ge2020&date=lt2021}, so that the index is entered from both sides.
 */
final class MergeDateBounds {

  private MergeDateBounds() {}

  /** The same search with such conditions merged. */
  static Expression apply(Expression expression) {
    if (expression instanceof And and) {
      return merge(and.operands().stream().map(MergeDateBounds::apply).toList());
    }
    if (expression instanceof Or or) {
      return Expression.or(or.operands().stream().map(MergeDateBounds::apply).toList());
    }
    if (expression instanceof Not not) {
      return new Not(apply(not.operand()));
    }
    if (expression instanceof Chained chain) {
      return new Chained(chain.reference(), chain.sources(), chain.target(), apply(chain.filter()));
    }
    if (expression instanceof Referred referred) {
      return new Referred(referred.reference(), referred.sources(), apply(referred.filter()));
    }
    return expression;
  }

  private static Expression merge(List<Expression> operands) {
    Map<List<Source>, List<Match>> bounds = new LinkedHashMap<>();
    List<Expression> others = new ArrayList<>();
    for (Expression operand : operands) {
      if (operand instanceof Match match && isBound(match)) {
        bounds.computeIfAbsent(match.sources(), sources -> new ArrayList<>()).add(match);
      } else {
        others.add(operand);
      }
    }
    bounds.values().forEach(matches -> others.add(merged(matches)));
    return Expression.and(others);
  }

  private static boolean isBound(Match match) {
    return match.sources().size() == 1
        && match.sources().get(0).path().isSingle()
        && match.anyOf().size() == 1
        && match.anyOf().get(0) instanceof ValueTest.Date;
  }

  private static Match merged(List<Match> matches) {
    Match first = matches.get(0);
    if (matches.size() == 1) {
      return first;
    }
    List<ValueTest.Date> tests =
        matches.stream().map(match -> (ValueTest.Date) match.anyOf().get(0)).toList();
    return new Match(first.parameter(), first.sources(), List.of(new ValueTest.Dates(tests)));
  }
}
