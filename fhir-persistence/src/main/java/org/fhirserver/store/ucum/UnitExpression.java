package org.fhirserver.store.ucum;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a unit as it is written, such as {@code 10*3/uL} or {@code mL/min/{1.73_m2}}. An annotation
 * counts as a base unit of its own; products and quotients are taken from left to right.
 *
 * @see <a href="https://ucum.org/ucum#section-Syntax-Rules">UCUM, syntax rules</a>
 */
final class UnitExpression {
  private static final int MOST_EXPONENT_DIGITS = 2;

  /** The longest factor of a unit; [pi] has 200 bits. */
  private static final int MOST_BITS = 2048;

  private final String text;
  private final Function<String, Optional<Unit>> symbols;
  private int position;

  private UnitExpression(String text, Function<String, Optional<Unit>> symbols) {
    this.text = text;
    this.symbols = symbols;
  }

  /**
   * The unit that the text stands for.
   *
   * @param symbols what a symbol with its prefix stands for
   * @return empty if it is no unit, or one of a size that nothing is measured in
   */
  static Optional<Unit> read(String text, Function<String, Optional<Unit>> symbols) {
    try {
      UnitExpression expression = new UnitExpression(text, symbols);
      Unit unit = expression.readTerm();
      expression.require(expression.position == text.length());
      expression.require(unit.factor().bits() <= MOST_BITS);
      return Optional.of(unit);
    } catch (IllegalArgumentException | ArithmeticException noUnit) {
      return Optional.empty();
    }
  }

  private Unit readTerm() {
    Unit product = skip('/') ? Unit.ONE.times(readComponent(), -1) : readComponent();
    while (true) {
      if (skip('.')) {
        product = product.times(readComponent(), 1);
      } else if (skip('/')) {
        product = product.times(readComponent(), -1);
      } else {
        return product;
      }
    }
  }

  private Unit readComponent() {
    if (skip('{')) {
      return readAnnotation();
    }
    if (skip('(')) {
      Unit term = readTerm();
      require(skip(')'));
      return term;
    }
    Unit unit = readFactorOrSymbol();
    return skip('{') ? unit.times(readAnnotation(), 1) : unit;
  }

  private Unit readFactorOrSymbol() {
    boolean isPowerOfTen = text.startsWith("10*", position) || text.startsWith("10^", position);
    int start = position;
    if (isPowerOfTen) {
      position += 3;
    } else if (position < text.length() && isDigit()) {
      return Unit.ONE.prefixed(Fraction.of(BigDecimal.valueOf(readNumber())));
    } else {
      skipSymbol();
    }
    require(position > start);
    Unit unit =
        symbols.apply(text.substring(start, position)).orElseThrow(IllegalArgumentException::new);
    return readPower(unit);
  }

  private Unit readPower(Unit unit) {
    boolean negative = skip('-');
    boolean signed = negative || skip('+');
    if (!signed && (position == text.length() || !isDigit())) {
      return unit;
    }
    int start = position;
    int exponent = readNumber();
    require(position - start <= MOST_EXPONENT_DIGITS);
    return Unit.ONE.times(unit, negative ? -exponent : exponent);
  }

  /** Letters and signs; within brackets anything. */
  private void skipSymbol() {
    while (position < text.length() && !isDigit() && "./(){}+-".indexOf(here()) < 0) {
      if (here() == '[') {
        position = text.indexOf(']', position);
        require(position > 0);
      }
      position++;
    }
  }

  private Unit readAnnotation() {
    int end = text.indexOf('}', position);
    require(end >= 0 && text.substring(position, end).indexOf('{') < 0);
    Unit annotation = Unit.base(text.substring(position - 1, end + 1));
    position = end + 1;
    return annotation;
  }

  private int readNumber() {
    int start = position;
    while (position < text.length() && isDigit()) {
      position++;
    }
    return Integer.parseInt(text.substring(start, position));
  }

  private boolean skip(char sign) {
    boolean found = position < text.length() && here() == sign;
    position += found ? 1 : 0;
    return found;
  }

  private boolean isDigit() {
    return here() >= '0' && here() <= '9';
  }

  private char here() {
    return text.charAt(position);
  }

  private void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException(text);
    }
  }
}
