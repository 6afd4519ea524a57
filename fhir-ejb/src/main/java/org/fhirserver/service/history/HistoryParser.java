package org.fhirserver.service.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.view.ViewRequest;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.history.HistoryPeriod;
import org.fhirserver.store.search.DateRange;

/**
 * Reads the parameters of a history. Nothing is ignored silently: what is not understood is an
 * error, or with lenient handling a warning.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
final class HistoryParser {
  /** The name of the continuation token in links. */
  static final String CONTINUATION = "ct";

  private static final int DEFAULT_COUNT = 10;
  private static final int MAX_COUNT = 1000;
  private static final long MICROS = 1000;

  private final boolean lenient;
  private final List<Issue> errors = new ArrayList<>();
  private final List<Issue> warnings = new ArrayList<>();
  private final Set<QueryParameter> used = new LinkedHashSet<>();
  private final Map<String, String> values = new HashMap<>();

  private int count = DEFAULT_COUNT;
  private boolean counted;
  private ViewRequest view = ViewRequest.WHOLE;
  private boolean ascending;
  private Optional<DateRange> since = Optional.empty();
  private Optional<DateRange> before = Optional.empty();
  private Optional<DateRange> at = Optional.empty();
  private Optional<String> continuation = Optional.empty();

  /**
   * A parser for one request.
   *
   * @param lenient whether the request says {@code Prefer: handling=lenient}
   */
  HistoryParser(boolean lenient) {
    this.lenient = lenient;
  }

  /**
   * The history that the parameters ask for.
   *
   * @throws FhirException INVALID with one issue for each parameter that is not understood
   */
  HistoryRequest parse(List<QueryParameter> parameters) {
    parameters.forEach(this::read);
    if (at.isPresent() && (since.isPresent() || before.isPresent())) {
      errors.add(
          Issue.error("invalid", "The parameter _at cannot stand beside _since or _before."));
    }
    if (!errors.isEmpty()) {
      throw new FhirException(FhirException.Category.INVALID, errors);
    }
    return new HistoryRequest(
        period(),
        ascending,
        view.isCount() ? 0 : count,
        counted,
        view,
        continuation.map(HistoryCursor::decode),
        List.copyOf(warnings),
        List.copyOf(used));
  }

  private void read(QueryParameter parameter) {
    try {
      if (!parameter.name().equals(ViewRequest.ELEMENTS)) {
        requireSingle(parameter);
      }
      String value = parameter.value();
      switch (parameter.name()) {
        case "_count" -> {
          readCount(value);
          used.add(new QueryParameter("_count", Integer.toString(count)));
          return;
        }
        case ViewRequest.SUMMARY, ViewRequest.ELEMENTS -> view = view.with(parameter);
        case "_total" -> readTotal(value);
        case "_sort" -> readSort(value);
        case "_since" -> since = Optional.of(time(parameter));
        case "_before" -> before = Optional.of(time(parameter));
        case "_at" -> at = Optional.of(time(parameter));
        case CONTINUATION -> {
          continuation = Optional.of(value);
          return;
        }
        default ->
            throw new FhirException(
                FhirException.Category.INVALID,
                "not-supported",
                "The parameter '" + parameter.name() + "' is not supported for history.");
      }
      used.add(parameter);
    } catch (FhirException failure) {
      if (!lenient) {
        errors.addAll(failure.issues());
        return;
      }
      for (Issue issue : failure.issues()) {
        warnings.add(new Issue("warning", issue.code(), issue.diagnostics(), issue.expression()));
      }
    }
  }

  private void requireSingle(QueryParameter parameter) {
    String first = values.putIfAbsent(parameter.name(), parameter.value());
    if (first != null && !first.equals(parameter.value())) {
      throw FhirException.invalid(
          "The parameter '" + parameter.name() + "' stands twice with different values.");
    }
  }

  private void readCount(String value) {
    boolean number =
        !value.isEmpty()
            && value.length() <= 10
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      throw FhirException.invalid("The _count parameter must be a number of versions, 0 or more.");
    }
    count = (int) Math.min(Long.parseLong(value), MAX_COUNT);
  }

  private void readTotal(String value) {
    counted =
        switch (value) {
          case "none" -> false;
          case "accurate", "estimate" -> true;
          default ->
              throw FhirException.invalid("The _total parameter takes none, estimate or accurate.");
        };
  }

  private void readSort(String value) {
    ascending =
        switch (value) {
          case "-_lastUpdated" -> false;
          case "_lastUpdated" -> true;
          default ->
              throw new FhirException(
                  FhirException.Category.INVALID,
                  "not-supported",
                  "Sorting by the '"
                      + (value.startsWith("-") ? value.substring(1) : value)
                      + "' parameter is not supported for history.");
        };
  }

  private static DateRange time(QueryParameter parameter) {
    return DateRange.parse(parameter.value())
        .orElseThrow(
            () ->
                FhirException.invalid(
                    "The parameter '" + parameter.name() + "' is no date, dateTime or instant."));
  }

  /** A partial date bounds a history by its first moment, and stands for all of it as _at. */
  private HistoryPeriod period() {
    if (at.isPresent()) {
      return new HistoryPeriod(
          Math.floorDiv(at.get().low(), MICROS), millisFrom(at.get().high()), true);
    }
    return new HistoryPeriod(
        since.map(range -> millisFrom(range.low())).orElse(Long.MIN_VALUE),
        before.map(range -> millisFrom(range.low())).orElse(Long.MAX_VALUE),
        false);
  }

  /** The first millisecond that does not begin before that microsecond. */
  private static long millisFrom(long micros) {
    return -Math.floorDiv(-micros, MICROS);
  }
}
