package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fhirserver.store.search.Expression.And;
import org.fhirserver.store.search.Expression.Match;

/**
 * Rewrite: several conditions on a date that a resource has only once become one condition on one
 * row, {@code date=ge2020&date=lt2021}, so that the index is entered from both sides.
 */
final class MergeDateBounds {

  private MergeDateBounds() {}

  /** The same search with such conditions merged. */
  static Expression apply(Expression expression) {
    if (!(expression instanceof And and)) {
      return expression;
    }
    Map<List<SearchParameter.Source>, List<ValueTest.Date>> bounds = new LinkedHashMap<>();
    Map<List<SearchParameter.Source>, SearchParameter> parameters = new LinkedHashMap<>();
    List<Expression> others = new ArrayList<>();
    for (Expression operand : and.operands()) {
      if (operand instanceof Match match
          && match.sources().size() == 1
          && match.sources().get(0).path().isSingle()
          && match.anyOf().size() == 1
          && match.anyOf().get(0) instanceof ValueTest.Date date) {
        bounds.computeIfAbsent(match.sources(), sources -> new ArrayList<>()).add(date);
        parameters.put(match.sources(), match.parameter());
      } else {
        others.add(operand);
      }
    }
    for (Map.Entry<List<SearchParameter.Source>, List<ValueTest.Date>> bound : bounds.entrySet()) {
      List<ValueTest.Date> tests = bound.getValue();
      ValueTest test = tests.size() == 1 ? tests.get(0) : new ValueTest.Dates(List.copyOf(tests));
      others.add(
          new Match(parameters.get(bound.getKey()), bound.getKey(), List.of(test)));
    }
    return Expression.and(others);
  }
}
