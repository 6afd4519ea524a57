package org.fhirserver.service.search;

import static org.fhirserver.service.search.FilterOperator.AP;
import static org.fhirserver.service.search.FilterOperator.CO;
import static org.fhirserver.service.search.FilterOperator.EB;
import static org.fhirserver.service.search.FilterOperator.EQ;
import static org.fhirserver.service.search.FilterOperator.EW;
import static org.fhirserver.service.search.FilterOperator.GE;
import static org.fhirserver.service.search.FilterOperator.GT;
import static org.fhirserver.service.search.FilterOperator.IN;
import static org.fhirserver.service.search.FilterOperator.LE;
import static org.fhirserver.service.search.FilterOperator.LT;
import static org.fhirserver.service.search.FilterOperator.NE;
import static org.fhirserver.service.search.FilterOperator.NI;
import static org.fhirserver.service.search.FilterOperator.PO;
import static org.fhirserver.service.search.FilterOperator.PR;
import static org.fhirserver.service.search.FilterOperator.RE;
import static org.fhirserver.service.search.FilterOperator.SA;
import static org.fhirserver.service.search.FilterOperator.SB;
import static org.fhirserver.service.search.FilterOperator.SS;
import static org.fhirserver.service.search.FilterOperator.SW;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fhirserver.service.search.FilterSyntax.Comparison;
import org.fhirserver.store.search.Comparator;
import org.fhirserver.store.search.DateRange;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterType;
import org.fhirserver.store.search.ValueTest;
import org.fhirserver.store.search.ValueTest.TextMode;

/**
 * What a comparison of a {@code _filter} makes of the parameter at the end of its path. Values are
 * written as in ordinary parameters, but a comma is a comma.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html#ops">Operators</a>
 */
final class FilterConditions {
  private static final Set<FilterOperator> NUMERIC =
      EnumSet.of(EQ, NE, GT, LT, GE, LE, AP, SA, EB, PR);

  private static final Map<SearchParameterType, Set<FilterOperator>> OPERATORS =
      Map.of(
          SearchParameterType.STRING, EnumSet.of(EQ, NE, CO, SW, EW, GT, LT, GE, LE, PR),
          SearchParameterType.NUMBER, NUMERIC,
          SearchParameterType.QUANTITY, NUMERIC,
          SearchParameterType.DATE, EnumSet.of(EQ, NE, CO, GT, LT, GE, LE, AP, SA, EB, PR, PO),
          SearchParameterType.TOKEN, EnumSet.of(EQ, NE, PR, SS, SB, IN, NI),
          SearchParameterType.REFERENCE, EnumSet.of(EQ, NE, PR, RE),
          SearchParameterType.URI, EnumSet.of(EQ, NE, PR),
          SearchParameterType.COMPOSITE, EnumSet.of(EQ));

  /** Names that stand for the URLs of code systems. */
  private static final Map<String, String> SYSTEMS =
      Map.of(
          "loinc", "http://loinc.org",
          "snomed", "http://snomed.info/sct",
          "rxnorm", "http://www.nlm.nih.gov/research/umls/rxnorm",
          "ucum", "http://unitsofmeasure.org");

  private final ValueParser values;
  private final FilterParser parser;

  FilterConditions(ValueParser values, FilterParser parser) {
    this.values = values;
    this.parser = parser;
  }

  /**
   * The expression that a comparison of the values of a parameter stands for.
   *
   * @throws FilterException if the operator does not fit the parameter or the value is empty
   * @throws org.fhirserver.store.FhirException INVALID if the value does not fit
   */
  Expression of(SearchParameter parameter, Comparison comparison) {
    FilterOperator operator = comparison.operator();
    Set<FilterOperator> fitting = OPERATORS.getOrDefault(parameter.type(), Set.of());
    requireOperator(comparison, parameter.code(), fitting.toArray(FilterOperator[]::new));
    if (comparison.value().isEmpty()) {
      throw FilterException.at(comparison.valuePosition(), "The value is empty.");
    }
    return switch (operator) {
      case PR -> present(parameter, comparison);
      case IN -> modified(parameter, "in", comparison.value());
      case NI -> modified(parameter, "not-in", comparison.value());
      case SS -> modified(parameter, "below", withSystems(comparison.value()));
      case SB -> modified(parameter, "above", withSystems(comparison.value()));
      default -> compared(parameter, operator, comparison.value());
    };
  }

  /**
   * Refuses other operators.
   *
   * @throws FilterException if the comparison has another one
   */
  static void requireOperator(Comparison comparison, String code, FilterOperator... fitting) {
    if (!List.of(fitting).contains(comparison.operator())) {
      throw FilterException.at(
          comparison.position(),
          "The operator '%s' does not fit the search parameter '%s', which takes %s."
              .formatted(
                  comparison.operator().text(),
                  code,
                  List.of(fitting).stream()
                      .map(FilterOperator::text)
                      .collect(Collectors.joining(", ", "", fitting.length == 0 ? "none" : ""))));
    }
  }

  private Expression present(SearchParameter parameter, Comparison comparison) {
    String missing =
        switch (comparison.value()) {
          case "true" -> "false";
          case "false" -> "true";
          default ->
              throw FilterException.at(
                  comparison.valuePosition(), "The operator 'pr' takes true or false.");
        };
    return modified(parameter, "missing", missing);
  }

  private Expression modified(SearchParameter parameter, String modifier, String value) {
    return parser.parse(new QueryParameter(parameter.code() + ":" + modifier, literal(value)));
  }

  private Expression compared(SearchParameter parameter, FilterOperator operator, String value) {
    if (parameter.code().equals("_id")) {
      Expression ids = parser.parse(new QueryParameter("_id", literal(value)));
      return operator == NE ? new Expression.Not(ids) : ids;
    }
    return switch (parameter.type()) {
      case STRING -> match(parameter, text(operator, value));
      case NUMBER, QUANTITY ->
          match(parameter, values.parse(parameter, operator.text() + withSystems(value)));
      case DATE -> date(parameter, operator, value);
      case TOKEN -> token(parameter, operator, withSystems(value));
      case REFERENCE, URI -> {
        ValueTest test = values.parse(parameter, value);
        yield match(parameter, operator == NE ? new ValueTest.NoneOf(List.of(test)) : test);
      }
      default -> parser.parse(new QueryParameter(parameter.code(), literal(withSystems(value))));
    };
  }

  private static Expression match(SearchParameter parameter, ValueTest test) {
    return new Match(parameter, parameter.sources(), List.of(test));
  }

  private static ValueTest text(FilterOperator operator, String value) {
    return switch (operator) {
      case CO -> new ValueTest.Text(TextMode.CONTAINS, value);
      case SW -> new ValueTest.Text(TextMode.STARTS, value);
      case EW -> new ValueTest.TextEnd(value);
      case NE -> new ValueTest.NoneOf(List.of(new ValueTest.WholeText(Comparator.EQ, value)));
      default -> new ValueTest.WholeText(Comparator.valueOf(operator.name()), value);
    };
  }

  /** A time that is compared; {@code po} asks for an overlap, {@code co} for one around it. */
  private Expression date(SearchParameter parameter, FilterOperator operator, String value) {
    String prefix = operator == PO || operator == CO ? EQ.text() : operator.text();
    ValueTest.Date date = values.date(parameter, prefix + value);
    DateRange range = date.range();
    return switch (operator) {
      case PO -> dates(parameter, new ValueTest.Date(Comparator.AP, range));
      case CO ->
          dates(
              parameter,
              new ValueTest.Date(Comparator.LE, new DateRange(range.low(), range.low() + 1)),
              new ValueTest.Date(Comparator.GE, new DateRange(range.high() - 1, range.high())));
      default -> dates(parameter, date);
    };
  }

  private static Expression dates(SearchParameter parameter, ValueTest.Date... allOf) {
    List<ValueTest.Date> tests = List.of(allOf);
    if (parameter.code().equals("_lastUpdated")) {
      return Expression.and(tests.stream().map(Expression.LastUpdated::new).toList());
    }
    return match(parameter, tests.size() == 1 ? tests.get(0) : new ValueTest.Dates(tests));
  }

  private Expression token(SearchParameter parameter, FilterOperator operator, String value) {
    List<ValueTest> tests = List.of(values.parse(parameter, value));
    if (operator == EQ) {
      return FilterParser.simple(parameter, parameter.sources(), tests);
    }
    return Expression.or(
        ImpliedSystem.group(parameter.sources(), tests).entrySet().stream()
            .map(
                entry ->
                    new Match(
                        parameter,
                        entry.getValue(),
                        entry.getKey().isEmpty()
                            ? List.of()
                            : List.of(new ValueTest.NoneOf(entry.getKey()))))
            .toList());
  }

  /** The value with the URLs of code systems in place of their names. */
  private static String withSystems(String value) {
    List<String> parts = EscapedText.split(value, '|');
    StringBuilder written = new StringBuilder();
    for (String part : parts.subList(0, parts.size() - 1)) {
      int start = part.lastIndexOf('$') + 1;
      String name = part.substring(start);
      written.append(part, 0, start).append(Optional.ofNullable(SYSTEMS.get(name)).orElse(name));
      written.append('|');
    }
    return written.append(parts.get(parts.size() - 1)).toString();
  }

  /** The value as an ordinary parameter takes it, where an unescaped comma parts alternatives. */
  private static String literal(String value) {
    return String.join("\\,", EscapedText.split(value, ','));
  }
}
