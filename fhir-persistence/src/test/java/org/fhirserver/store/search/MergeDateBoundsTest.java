package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.Match;
import org.junit.jupiter.api.Test;

class MergeDateBoundsTest {
  private static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(FhirDefinitions.load(), SearchParameterDefinitions.load());
  private static final ValueTest FROM = test(Comparator.GE, "1970-01-02");
  private static final ValueTest TO = test(Comparator.LT, "1970-01-03");

  @Test
  void joinsBoundsOfADateThatStandsOnce() {
    Expression both =
        Expression.and(
            List.of(
                match(ResourceType.PATIENT, "birthdate", FROM),
                new Expression.Ids(List.of("a")),
                match(ResourceType.PATIENT, "birthdate", TO)));

    assertEquals(
        "(and (id a) (date birthdate ge 86400000000..172800000000"
            + " & lt 172800000000..259200000000))",
        MergeDateBounds.apply(both).toString());
  }

  @Test
  void keepsBoundsOfRepeatedDatesApart() {
    Expression both =
        Expression.and(
            List.of(
                match(ResourceType.CARE_PLAN, "activity-date", FROM),
                match(ResourceType.CARE_PLAN, "activity-date", TO)));

    assertEquals(both, MergeDateBounds.apply(both));
  }

  @Test
  void keepsBoundsOfDifferentParametersAndAlternativesApart() {
    Expression different =
        Expression.and(
            List.of(
                match(ResourceType.PATIENT, "birthdate", FROM),
                match(ResourceType.PATIENT, "death-date", TO)));
    Expression alternatives =
        Expression.and(
            List.of(
                match(ResourceType.PATIENT, "birthdate", FROM, TO),
                match(ResourceType.PATIENT, "birthdate", TO)));
    Expression negated =
        Expression.and(
            List.of(
                new Expression.Not(match(ResourceType.PATIENT, "birthdate", FROM)),
                match(ResourceType.PATIENT, "birthdate", TO)));

    assertEquals(different.toString(), MergeDateBounds.apply(different).toString());
    assertEquals(alternatives.toString(), MergeDateBounds.apply(alternatives).toString());
    assertEquals(negated.toString(), MergeDateBounds.apply(negated).toString());
  }

  private static ValueTest test(Comparator comparator, String date) {
    return new ValueTest.Date(comparator, DateRange.parse(date).orElseThrow());
  }

  private static Match match(ResourceType type, String code, ValueTest... tests) {
    SearchParameter parameter = REGISTRY.find(type, code).orElseThrow();
    return new Match(parameter, parameter.sources(), List.of(tests));
  }
}
