package org.fhirserver.store.ucum;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/**
 * A unit by what it measures: a value in the base units is (value + offset) × factor.
 *
 * @param dimensions the exponents of the base units, none of them 0; units with equal ones can be
 *     converted
 * @param factor above zero
 * @param offset zero but for temperatures: 273.15 for Cel
 * @see <a href="https://ucum.org/ucum#section-Semantics">UCUM, semantics</a>
 */
public record Unit(Map<String, Integer> dimensions, Fraction factor, Fraction offset) {
  static final Unit ONE = new Unit(Map.of(), Fraction.ONE, Fraction.ZERO);

  /** Copies the dimensions. */
  public Unit {
    dimensions = Map.copyOf(dimensions);
  }

  /** A unit that only values of its own kind are converted to. */
  static Unit base(String code) {
    return new Unit(Map.of(code, 1), Fraction.ONE, Fraction.ZERO);
  }

  /** Whether values in this unit can be converted to the other one. */
  public boolean isComparableWith(Unit other) {
    return dimensions.equals(other.dimensions);
  }

  /**
   * A value converted to a comparable unit.
   *
   * @param value a value in this unit
   * @param digits the most digits of the result
   * @param rounding the direction in which it is rounded if it has more
   * @throws ArithmeticException if the value has thousands of digits
   */
  public BigDecimal convert(BigDecimal value, Unit other, int digits, RoundingMode rounding) {
    return Fraction.of(value)
        .plus(offset)
        .times(factor)
        .over(other.factor)
        .minus(other.offset)
        .toDecimal(digits, rounding);
  }

  /** A prefix before this unit. */
  Unit prefixed(Fraction prefix) {
    return new Unit(dimensions, factor.times(prefix), offset.over(prefix));
  }

  /**
   * This unit times another one to some power.
   *
   * @throws ArithmeticException if one of them has an offset, for which products mean nothing
   */
  Unit times(Unit other, int exponent) {
    if (!offset.isZero() || !other.offset.isZero()) {
      throw new ArithmeticException("A temperature with an offset stands alone");
    }
    Map<String, Integer> sum = new TreeMap<>(dimensions);
    other.dimensions.forEach(
        (dimension, power) -> sum.merge(dimension, power * exponent, Integer::sum));
    sum.values().removeIf(power -> power == 0);
    return new Unit(sum, factor.times(other.factor.power(exponent)), Fraction.ZERO);
  }
}
