package org.fhirserver.store.ucum;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An exact rational number.
 *
 * @param numerator the numerator, in lowest terms
 * @param denominator the denominator, above zero
 */
record Fraction(BigInteger numerator, BigInteger denominator) {
  static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);
  static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);

  /** Longer numerators and denominators come of no unit and no measured value. */
  private static final int MOST_BITS = 16_384;

  /**
   * Brings it to lowest terms.
   *
   * @throws ArithmeticException if it is that long, or divides by zero
   */
  Fraction {
    if (denominator.signum() == 0) {
      throw new ArithmeticException("Division by zero");
    }
    BigInteger common = numerator.gcd(denominator);
    if (denominator.signum() < 0) {
      common = common.negate();
    }
    numerator = numerator.divide(common);
    denominator = denominator.divide(common);
    if (Math.max(numerator.bitLength(), denominator.bitLength()) > MOST_BITS) {
      throw new ArithmeticException("More than " + MOST_BITS + " bits");
    }
  }

  static Fraction of(BigDecimal number) {
    return number.scale() > 0
        ? new Fraction(number.unscaledValue(), BigInteger.TEN.pow(number.scale()))
        : new Fraction(number.toBigIntegerExact(), BigInteger.ONE);
  }

  Fraction times(Fraction other) {
    return new Fraction(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  Fraction over(Fraction other) {
    return new Fraction(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  Fraction plus(Fraction other) {
    return new Fraction(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Fraction minus(Fraction other) {
    return plus(new Fraction(other.numerator.negate(), other.denominator));
  }

  /**
   * This to some power.
   *
   * @throws ArithmeticException as the constructor, before it costs anything
   */
  Fraction power(int exponent) {
    int times = Math.abs(exponent);
    if ((long) bits() * times > MOST_BITS) {
      throw new ArithmeticException("More than " + MOST_BITS + " bits");
    }
    Fraction power = new Fraction(numerator.pow(times), denominator.pow(times));
    return exponent < 0 ? ONE.over(power) : power;
  }

  /** The length of the longer part. */
  int bits() {
    return Math.max(numerator.bitLength(), denominator.bitLength());
  }

  boolean isZero() {
    return numerator.signum() == 0;
  }

  /** The nearest decimal in one direction that has at most so many digits; exact if it can be. */
  BigDecimal toDecimal(int digits, RoundingMode rounding) {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), new MathContext(digits, rounding))
        .stripTrailingZeros();
  }
}
