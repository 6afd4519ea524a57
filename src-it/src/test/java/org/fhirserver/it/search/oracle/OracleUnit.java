package org.fhirserver.it.search.oracle;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * A unit as the oracle knows it, written down from UCUM: a value times the factor, after adding the
 * offset, is comparable with all others of the same kind. Temperatures are in ninths of a kelvin,
 * so that all factors are decimals.
 */
record OracleUnit(String kind, BigDecimal factor, BigDecimal offset) {
  static final String UCUM = "http://unitsofmeasure.org";

  private static final Map<String, OracleUnit> UNITS =
      Map.ofEntries(
          Map.entry("g", unit("mass", "1", "0")),
          Map.entry("mg", unit("mass", "0.001", "0")),
          Map.entry("kg", unit("mass", "1000", "0")),
          Map.entry("ug{dry}", unit("mass of what is dry", "0.001", "0")),
          Map.entry("mg{dry}", unit("mass of what is dry", "1", "0")),
          Map.entry("[lb_av]", unit("mass", "453.59237", "0")),
          Map.entry("mm[Hg]", unit("pressure", "133.322", "0")),
          Map.entry("Pa", unit("pressure", "1", "0")),
          Map.entry("K", unit("temperature", "9", "0")),
          Map.entry("Cel", unit("temperature", "9", "273.15")),
          Map.entry("[degF]", unit("temperature", "5", "459.67")),
          Map.entry("a", unit("time", "365.25", "0")),
          Map.entry("mo", unit("time", "30.4375", "0")),
          Map.entry("wk", unit("time", "7", "0")),
          Map.entry("d", unit("time", "1", "0")));

  private static OracleUnit unit(String kind, String factor, String offset) {
    return new OracleUnit(kind, new BigDecimal(factor), new BigDecimal(offset));
  }

  /** Any other unit, which is comparable with itself alone. */
  static OracleUnit of(String system, String code) {
    return Optional.ofNullable(UNITS.get(code))
        .filter(unit -> system.equals(UCUM))
        .orElseGet(() -> unit(system + "|" + code, "1", "0"));
  }

  BigDecimal canonical(BigDecimal value) {
    return value.add(offset).multiply(factor);
  }
}
