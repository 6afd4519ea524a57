package org.fhirserver.store.ucum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.DefinedUnit;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  private static final Units UNITS = Units.load();

  /** The library rounds to the digits of a definition, of which some have one. */
  private static final BigDecimal MOST_ROUNDING = new BigDecimal("0.2");

  @ParameterizedTest
  @CsvSource({
    "5.35, g, mg, 5350",
    "5.4, mg, g, 0.0054",
    "1, kg/m2, g/cm2, 0.1",
    "100, mg/dL, g/L, 1",
    "7.5, 10*3/uL, 10*9/L, 7.5",
    "60, /min, Hz, 1",
    "72, {beats}/min, {beats}/s, 1.2",
    "90, mL/min/{1.73_m2}, mL/s/{1.73_m2}, 1.5",
    "1, [in_i], cm, 2.54",
    "1, [lb_av], g, 453.59237",
    "120, mm[Hg], Pa, 15998.64",
    "50, %, 1, 0.5",
    "1, wk, h, 168",
    "1, m/s/s, m.s-2, 1",
    "1, kg.m/(s2.m2), Pa, 1",
    "2, m/(s/s), m, 2",
    "1, 10*-2, %, 1",
    "1, 4.m, m, 4",
    "1, [IU]/L, m[iU]/mL, 1",
    "3, dB, B, 0.3",
    "1, daL, L, 10",
    "1, kat, U, 60000000"
  })
  void convertsExactly(String value, String from, String to, String expected) {
    assertEquals(new BigDecimal(expected), convert(value, from, to));
  }

  @ParameterizedTest
  @CsvSource({
    "37, Cel, K, 310.15",
    "98.6, [degF], Cel, 37",
    "0, K, Cel, -273.15",
    "-40, Cel, [degF], -40",
    "80, [degRe], Cel, 100",
    "1500, mCel, Cel, 1.5",
    "212, [degF], K, 373.15"
  })
  void convertsTemperaturesWithTheirZero(String value, String from, String to, String expected) {
    assertEquals(0, new BigDecimal(expected).compareTo(convert(value, from, to)));
  }

  @Test
  void roundsInTheAskedDirectionOnlyWhatHasNoEnd() {
    Unit gram = unit("g");
    Unit pound = unit("[lb_av]");
    BigDecimal below = gram.convert(BigDecimal.ONE, pound, 5, RoundingMode.FLOOR);
    BigDecimal above = gram.convert(BigDecimal.ONE, pound, 5, RoundingMode.CEILING);

    assertEquals(new BigDecimal("0.0022046"), below);
    assertEquals(new BigDecimal("0.0022047"), above);
    assertEquals(
        new BigDecimal("-0.0022046"),
        gram.convert(BigDecimal.ONE.negate(), pound, 5, RoundingMode.CEILING));
  }

  @ParameterizedTest
  @CsvSource({
    "[iU], g",
    "[iU], [arb'U]",
    "[iU], 1",
    "[pH], 1",
    "[pH], mol/L",
    "B, B[V]",
    "g, m",
    "mol, 1",
    "mmol/L, 10*9/L",
    "Cel, K/s",
    "[hp'_X], 1",
    "kg, N",
    "[CFU], 1",
    "%[slope], deg"
  })
  void keepsApartWhatHasNoProportion(String one, String other) {
    assertFalse(unit(one).isComparableWith(unit(other)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mmHg",
        "gram",
        "mgs",
        "µg",
        "mg/",
        "mg//dL",
        "(mg",
        "mg)",
        "{unclosed",
        "{a{b}}",
        "[unclosed",
        "m[",
        "mg dL",
        "m999",
        "m-",
        "Cel/min",
        "10.Cel",
        "Cel2",
        "/Cel",
        "k[in_i]",
        "kkg",
        "0.m",
        "0/m",
        "99999999999.m",
        "10*99.10*99.10*99.10*99.10*99.10*99.10*99",
        "[pi]99.[pi]99.[pi]99"
      })
  void refusesWhatIsNoUnit(String code) {
    assertTrue(UNITS.find(code).isEmpty(), code);
    assertTrue(UNITS.find("m.".repeat(60) + "m").isEmpty());
  }

  @Test
  void agreesWithTheLibraryOnEveryUnitAsFarAsThatRounds() throws UcumException {
    UcumEssenceService library =
        new UcumEssenceService(UnitsTest.class.getResourceAsStream("/ucum-essence.xml"));
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (DefinedUnit defined : library.getModel().getDefinedUnits()) {
      String code = defined.getCode();
      if (defined.isSpecial()) {
        continue;
      }
      String units = library.getCanonicalUnits(code);
      String canonical = units.isEmpty() ? "1" : units;
      if (!unit(code).isComparableWith(unit(canonical))) {
        continue;
      }
      compared++;
      BigDecimal theirs =
          new BigDecimal(
              library.convert(new Decimal("1.000000000000"), code, canonical).asDecimal());
      BigDecimal ours = convert("1", code, canonical);
      BigDecimal allowed = ours.multiply(MOST_ROUNDING);
      if (ours.subtract(theirs).abs().compareTo(allowed) > 0) {
        differences.add(code + ": " + ours + " instead of " + theirs + " " + canonical);
      }
    }
    assertEquals(List.of(), differences);
    assertTrue(compared > 200, () -> "Only few units can be compared");
  }

  private static BigDecimal convert(String value, String from, String to) {
    assertTrue(unit(from).isComparableWith(unit(to)), from + " and " + to);
    BigDecimal converted =
        unit(from).convert(new BigDecimal(value), unit(to), 48, RoundingMode.HALF_UP);
    return converted.scale() < 0 ? converted.setScale(0) : converted;
  }

  private static Unit unit(String code) {
    return UNITS.find(code).orElseThrow(() -> new AssertionError(code));
  }
}
