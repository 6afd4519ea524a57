package org.fhirserver.service.everything;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Comparator;
import org.fhirserver.store.search.DateRange;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.ValueTest;

/**
 * The time of care that a client is interested in. Each resource type is held against the search
 * parameter that says best when the care took place; a resource that says nothing of it belongs to
 * every time.
 *
 * @param start the first day, if there is one
 * @param end the last day, if there is one
 */
record ClinicalDates(Optional<DateRange> start, Optional<DateRange> end) {

  /** Of a type with several of these parameters the first one counts. */
  private static final List<String> PARAMETERS =
      List.of(
          "authoredon",
          "date",
          "event-date",
          "occurrence",
          "effective",
          "effective-time",
          "onset-date",
          "started",
          "collected",
          "whenhandedover",
          "sent",
          "datetime",
          "start-date",
          "identified",
          "authored",
          "datewritten",
          "created",
          "recorded",
          "period");

  /**
   * Reads both ends.
   *
   * @throws FhirException INVALID if one is no date, or the end lies before the start
   */
  static ClinicalDates of(Optional<String> start, Optional<String> end) {
    ClinicalDates dates =
        new ClinicalDates(
            start.map(text -> range("start", text)), end.map(text -> range("end", text)));
    boolean backwards =
        dates.start.isPresent()
            && dates.end.isPresent()
            && dates.end.get().high() <= dates.start.get().low();
    if (backwards) {
      throw FhirException.invalid("The parameter 'end' lies before the parameter 'start'.");
    }
    return dates;
  }

  private static DateRange range(String name, String text) {
    return DateRange.parse(text)
        .orElseThrow(() -> FhirException.invalid("The parameter '" + name + "' must be a date."));
  }

  /** Which resources of a type belong to that time. */
  Expression filter(SearchParameterRegistry registry, ResourceType type) {
    if (start.isEmpty() && end.isEmpty()) {
      return new Expression.All();
    }
    return PARAMETERS.stream()
        .flatMap(code -> registry.find(type, code).stream())
        .findFirst()
        .<Expression>map(this::within)
        .orElseGet(Expression.All::new);
  }

  private Expression within(SearchParameter parameter) {
    List<ValueTest.Date> tests = new ArrayList<>();
    start.ifPresent(range -> tests.add(new ValueTest.Date(Comparator.GE, range)));
    end.ifPresent(range -> tests.add(new ValueTest.Date(Comparator.LE, range)));
    List<Expression.Match> matches =
        tests.stream()
            .map(test -> new Expression.Match(parameter, parameter.sources(), List.of(test)))
            .toList();
    Expression any = new Expression.Match(parameter, parameter.sources(), List.of());
    return Expression.or(List.of(Expression.and(matches), new Expression.Not(any)));
  }
}
