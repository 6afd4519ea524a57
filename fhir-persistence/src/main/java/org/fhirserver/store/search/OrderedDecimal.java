package org.fhirserver.store.search;

import java.math.BigDecimal;

/**
 * Decimals as text whose byte order is their numeric order, so that any database compares them
 * exactly, however many digits they have.
 *
 * <p>A positive number is {@code 9}, three digits of exponent plus 500, and its significant digits;
 * a negative one is {@code 1} and the complements of these, closed by {@code ~}; zero is {@code 5}.
 */
public final class OrderedDecimal {

  /** Less than every number: the low end of an open range. */
  public static final String LOWEST = "";

  /** Greater than every number: the high end of an open range. */
  public static final String HIGHEST = "~";

  /** Digits beyond these do not change the order. */
  static final int MAX_DIGITS = 48;

  private static final int EXPONENT_OFFSET = 500;

  private OrderedDecimal() {}

  /** The text of a number. */
  public static String of(BigDecimal number) {
    int sign = number.signum();
    if (sign == 0) {
      return "5";
    }
    String digits = number.unscaledValue().abs().toString();
    long exponent = (long) digits.length() - number.scale() + EXPONENT_OFFSET;
    int shown = (int) Math.max(0, Math.min(999, exponent));
    int end = Math.min(MAX_DIGITS, digits.length());
    while (end > 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    StringBuilder text = new StringBuilder(end + 5);
    text.append(sign > 0 ? '9' : '1');
    appendDigit(text, shown / 100, sign);
    appendDigit(text, shown / 10 % 10, sign);
    appendDigit(text, shown % 10, sign);
    for (int i = 0; i < end; i++) {
      appendDigit(text, digits.charAt(i) - '0', sign);
    }
    if (sign < 0) {
      text.append('~');
    }
    return text.toString();
  }

  private static void appendDigit(StringBuilder text, int digit, int sign) {
    text.append((char) ('0' + (sign > 0 ? digit : 9 - digit)));
  }
}
