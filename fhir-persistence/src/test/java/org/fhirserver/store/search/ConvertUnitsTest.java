package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.Chained;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.Expression.Referred;
import org.fhirserver.store.ucum.Units;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConvertUnitsTest {
  private static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(FhirDefinitions.load(), SearchParameterDefinitions.load());
  private static final Units UNITS = Units.load();

  private final List<String> asked = new ArrayList<>();

  @Test
  void looksInComparableUnitsWithTheSameInterval() {
    Match match = match(quantity(Comparator.EQ, "5.35", "5.4", "5.45", Units.SYSTEM, "g"));

    List<ValueTest> tests =
        ((Match) converted(match, "g", "mg", "kg", "mm[Hg]", "[iU]", "g{dry}")).anyOf();

    assertEquals(
        List.of(
            match.anyOf().get(0),
            quantity(Comparator.EQ, "5350", "5400", "5450", Units.SYSTEM, "mg"),
            quantity(Comparator.EQ, "0.00535", "0.0054", "0.00545", Units.SYSTEM, "kg")),
        tests);
  }

  @Test
  void isTheVerySameSearchIfNothingIsComparable() {
    Match match = match(quantity(Comparator.GT, "5", "5", "5", Units.SYSTEM, "g"));

    assertSame(match, converted(match, "g", "cm", "[pH]"));
    assertSame(match, converted(match));
  }

  @ParameterizedTest
  @CsvSource({",g", "http://other.example,g", "http://unitsofmeasure.org,gram"})
  void neitherAsksNorConvertsWhatIsNoUnitOfUcum(String system, String code) {
    Match match = match(quantity(Comparator.GT, "5", "5", "5", system == null ? "" : system, code));

    assertSame(match, converted(match, "g", "mg"));
    assertEquals(List.of(), asked);
  }

  @ParameterizedTest
  @EnumSource(Comparator.class)
  void roundsSoThatNoValueOfTheIndexComesOutOnTheOtherSide(Comparator comparator) {
    // 1 g in [lb_av], which has no end.
    Match match = match(quantity(comparator, "1", "1", "1", Units.SYSTEM, "g"));
    ValueTest.Quantity test =
        (ValueTest.Quantity) ((Match) converted(match, "[lb_av]")).anyOf().get(1);
    BigDecimal above = new BigDecimal("0.00220462262184877580722973801345027033854207027337");

    assertEquals(OrderedDecimal.MAX_DIGITS, above.precision());
    BigDecimal below = above.subtract(above.ulp());
    assertEquals(above, test.low());
    assertEquals(comparator == Comparator.AP ? below : above, test.high());
    boolean strictlyAbove =
        comparator == Comparator.GT || comparator == Comparator.SA || comparator == Comparator.LE;
    assertEquals(strictlyAbove ? below : above, test.value());
  }

  @Test
  void reachesEveryPartOfTheTree() {
    Match match = match(quantity(Comparator.GT, "5", "5", "5", Units.SYSTEM, "g"));
    SearchParameter subject = REGISTRY.find(ResourceType.OBSERVATION, "subject").orElseThrow();
    String two =
        "(quantity value-quantity gt 5|http://unitsofmeasure.org|g"
            + " , gt 5000|http://unitsofmeasure.org|mg)";
    Expression tree =
        new Expression.And(
            List.of(
                new Expression.Not(match),
                new Expression.Or(List.of(match, new Expression.Paired(List.of(match)))),
                new Chained(subject, subject.sources(), ResourceType.PATIENT, match),
                new Referred(subject, subject.sources(), match)));

    assertEquals(
        "(and (not %s) (or %s (paired %s)) (chain subject Patient %s) (has Observation subject %s))"
            .replace("%s", two),
        converted(tree, "mg").toString());
    assertEquals(1, asked.size(), "asks once for each path");
  }

  @Test
  void refusesMoreConversionsThanAStatementHasRoomFor() {
    Match match =
        match(
            IntStream.rangeClosed(0, ConvertUnits.MOST_CONVERSIONS)
                .mapToObj(i -> quantity(Comparator.GT, "5", "5", "5", Units.SYSTEM, "g"))
                .toArray(ValueTest[]::new));

    FhirException refused = assertThrows(FhirException.class, () -> converted(match, "mg"));

    assertEquals("too-costly", refused.issues().get(0).code());
    assertTrue(refused.getMessage().contains("'value-quantity'"), refused.getMessage());
  }

  private Expression converted(Expression expression, String... codes) {
    List<CodedUnit> units =
        Stream.of(codes).map(code -> new CodedUnit(code, UNITS.find(code).orElseThrow())).toList();
    return ConvertUnits.apply(
        expression,
        UNITS,
        (parameter, path) -> {
          asked.add(path.expression());
          return units;
        });
  }

  private static Match match(ValueTest... tests) {
    SearchParameter parameter =
        REGISTRY.find(ResourceType.OBSERVATION, "value-quantity").orElseThrow();
    return new Match(parameter, parameter.sources(), List.of(tests));
  }

  private static ValueTest quantity(
      Comparator comparator, String low, String value, String high, String system, String code) {
    return new ValueTest.Quantity(
        comparator,
        plain(low),
        plain(value),
        plain(high),
        Optional.of(system).filter(text -> !text.isEmpty()),
        Optional.of(code));
  }

  private static BigDecimal plain(String number) {
    return new BigDecimal(number).stripTrailingZeros();
  }
}
