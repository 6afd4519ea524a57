package org.fhirserver.store.database;

/**
 * A list of numbers as one text, in which Derby looks for a number by halves: its own lists are
 * compared number by number, and a list of thousands takes seconds to compile. Each number takes
 * five letters of 13 bits, so that a text never has half a surrogate pair.
 */
public final class DerbyNumberList {
  /** How many numbers the longest text of Derby holds. */
  static final int LONGEST = 6_500;

  private static final int LETTERS = 5;
  private static final int BITS = 13;
  private static final int MASK = (1 << BITS) - 1;
  private static final char FIRST_LETTER = 0x100;

  private DerbyNumberList() {}

  /** The text of numbers in ascending order. */
  static String of(long[] numbers) {
    StringBuilder text = new StringBuilder(numbers.length * LETTERS);
    for (long number : numbers) {
      for (int letter = LETTERS - 1; letter >= 0; letter--) {
        text.append((char) (FIRST_LETTER + (number >>> letter * BITS & MASK)));
      }
    }
    return text.toString();
  }

  /** Whether the number is in the list: 1 or 0. Derby calls it, see V8__number_lists.sql. */
  public static int contains(String numbers, long number) {
    int low = 0;
    int high = numbers.length() / LETTERS - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      long found = at(numbers, middle);
      if (found == number) {
        return 1;
      }
      if (found < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return 0;
  }

  private static long at(String numbers, int position) {
    long number = 0;
    for (int letter = position * LETTERS; letter < (position + 1) * LETTERS; letter++) {
      number = number << BITS | numbers.charAt(letter) - FIRST_LETTER;
    }
    return number;
  }
}
