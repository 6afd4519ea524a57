package org.fhirserver.store.ucum;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The units of the Unified Code for Units of Measure.
 *
 * <p>Beyond UCUM's own base units, a unit stands for itself alone where its definition gives no
 * proportion to others: arbitrary units such as {@code [iU]}, and units on scales that are not
 * linear such as {@code [pH]} or {@code B}. The mole does so too: UCUM defines it as a number, but
 * a concentration of substance is no count of cells.
 *
 * @see <a href="https://ucum.org/ucum">UCUM</a>
 */
public final class Units {
  /** The system of units in quantities. */
  public static final String SYSTEM = "http://unitsofmeasure.org";

  /** The longest code that is read, in characters. */
  static final int MOST_CODE_LENGTH = 100;

  private static final String MOLE = "mol";

  /** What has to be added to a value before its proportion to kelvin holds. */
  private static final Map<String, String> OFFSETS =
      Map.of("Cel", "273.15", "degF", "459.67", "degRe", "218.52");

  private final UnitDefinitions definitions;
  private final Map<String, Optional<Unit>> symbols = new HashMap<>();

  private Units(UnitDefinitions definitions) {
    this.definitions = definitions;
    definitions.units().keySet().forEach(this::resolve);
  }

  /** All units. */
  public static Units load() {
    return new Units(UnitDefinitions.load());
  }

  /** The unit with that code, which is case-sensitive; empty if it is none of UCUM's. */
  public Optional<Unit> find(String code) {
    return code.isEmpty() || code.length() > MOST_CODE_LENGTH
        ? Optional.empty()
        : UnitExpression.read(code, this::symbol);
  }

  private Optional<Unit> symbol(String symbol) {
    Optional<Unit> known = symbols.getOrDefault(symbol, Optional.empty());
    if (known.isPresent()) {
      return known;
    }
    for (Map.Entry<String, BigDecimal> prefix : definitions.prefixes().entrySet()) {
      if (symbol.startsWith(prefix.getKey())) {
        String rest = symbol.substring(prefix.getKey().length());
        if (isMetric(rest)) {
          return resolve(rest).map(unit -> unit.prefixed(Fraction.of(prefix.getValue())));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isMetric(String symbol) {
    return Optional.ofNullable(definitions.units().get(symbol))
        .filter(UnitDefinitions.Definition::isMetric)
        .isPresent();
  }

  /** The unit of a symbol without prefix; the units that define it are resolved first. */
  private Optional<Unit> resolve(String symbol) {
    Optional<Unit> known = symbols.getOrDefault(symbol, Optional.empty());
    if (known.isPresent()) {
      return known;
    }
    Optional<Unit> unit =
        Optional.ofNullable(definitions.units().get(symbol)).flatMap(this::resolve);
    symbols.put(symbol, unit);
    return unit;
  }

  private Optional<Unit> resolve(UnitDefinitions.Definition definition) {
    String offset = OFFSETS.getOrDefault(definition.function(), "");
    boolean isNonlinear = !definition.function().isEmpty() && offset.isEmpty();
    boolean isAlone = definition.isArbitrary() && definition.unit().equals("1");
    if (definition.isBase() || isNonlinear || isAlone || definition.code().equals(MOLE)) {
      return Optional.of(Unit.base(definition.code()));
    }
    return UnitExpression.read(definition.unit(), this::resolveWithPrefix)
        .map(
            unit ->
                new Unit(
                    unit.dimensions(),
                    unit.factor().times(Fraction.of(definition.value())),
                    offset.isEmpty() ? Fraction.ZERO : Fraction.of(new BigDecimal(offset))));
  }

  private Optional<Unit> resolveWithPrefix(String symbol) {
    return definitions.units().containsKey(symbol) ? resolve(symbol) : symbol(symbol);
  }
}
