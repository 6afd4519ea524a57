package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderedDecimalTest {
  private static final long SEED = 20_260_117;
  private static final int NUMBERS = 3_000;

  /** Wide enough for every number that is stored; see the columns of index_quantity. */
  private static final int COLUMN_LENGTH = 64;

  @Test
  void ordersTextsAsNumbers() {
    List<BigDecimal> numbers = numbers();
    for (int i = 0; i < numbers.size(); i++) {
      for (int j = i; j < Math.min(numbers.size(), i + 200); j++) {
        assertSameOrder(numbers.get(i), numbers.get(j));
      }
    }
  }

  @Test
  void ordersNeighboursThatDifferInTheirLastDigit() {
    Random random = new Random(SEED);
    for (BigDecimal number : numbers()) {
      if (number.precision() < OrderedDecimal.MAX_DIGITS) {
        BigDecimal neighbour = number.add(BigDecimal.ONE.scaleByPowerOfTen(-number.scale()));
        assertSameOrder(number, neighbour);
        assertSameOrder(neighbour.negate(), number.negate());
      }
      assertSameOrder(number, number.scaleByPowerOfTen(random.nextInt(7) - 3));
    }
  }

  @Test
  void writesEqualNumbersAlike() {
    for (BigDecimal number : numbers()) {
      String text = OrderedDecimal.of(number);

      assertEquals(text, OrderedDecimal.of(number.stripTrailingZeros()));
      assertEquals(text, OrderedDecimal.of(number.setScale(number.scale() + 7)));
    }
    assertEquals(
        OrderedDecimal.of(BigDecimal.ZERO), OrderedDecimal.of(new BigDecimal("-0.000e12")));
  }

  @Test
  void standsBetweenOpenEnds() {
    for (BigDecimal number : numbers()) {
      String text = OrderedDecimal.of(number);

      assertTrue(compare(OrderedDecimal.LOWEST, text) < 0, text);
      assertTrue(compare(text, OrderedDecimal.HIGHEST) < 0, text);
    }
  }

  @Test
  void fitsItsColumn() {
    for (BigDecimal number : numbers()) {
      assertTrue(OrderedDecimal.of(number).length() <= COLUMN_LENGTH);
    }
  }

  private static void assertSameOrder(BigDecimal one, BigDecimal other) {
    assertEquals(
        Integer.signum(one.compareTo(other)),
        Integer.signum(compare(OrderedDecimal.of(one), OrderedDecimal.of(other))),
        () -> one + " and " + other + ", seed " + SEED);
  }

  /** The order of the databases: by bytes. */
  private static int compare(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** Numbers of every sign and size, many of them near to one another. */
  private static List<BigDecimal> numbers() {
    Random random = new Random(SEED);
    List<BigDecimal> numbers = new ArrayList<>();
    numbers.add(BigDecimal.ZERO);
    while (numbers.size() < NUMBERS) {
      int digits = 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 6);
      BigInteger unscaled =
          new BigInteger(random.nextInt(4) == 0 ? "9".repeat(digits) : digits(random, digits));
      int scale = random.nextInt(8) == 0 ? random.nextInt(500) - 250 : random.nextInt(9) - 3;
      BigDecimal number = new BigDecimal(unscaled, scale);
      numbers.add(random.nextBoolean() ? number : number.negate());
    }
    return numbers;
  }

  private static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }
}
