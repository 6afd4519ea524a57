package org.fhirserver.store.fhirpath;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The order of dates and times as they are written. It cannot be told where one is the beginning of
 * the other; a date is one of any zone.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/#comparison">Comparison</a>
 */
final class TemporalOrder {
  private static final String FIRST_DAY = "0000-01-01";
  private static final int LENGTH_OF_YEAR = 4;
  private static final int LENGTH_OF_MONTH = 7;
  private static final int LENGTH_OF_DATE = "2012-04-15".length();
  private static final int LENGTH_TO_SECONDS = "2012-04-15T10:00:00".length();

  private TemporalOrder() {}

  /** Below zero, zero or above it, as {@link Comparable} has it; empty if it cannot be told. */
  static Optional<Integer> compare(String left, String right) {
    int leftZone = startOfZone(left);
    int rightZone = startOfZone(right);
    boolean hasLeftZone = leftZone < left.length();
    boolean hasRightZone = rightZone < right.length();
    if (hasLeftZone != hasRightZone) {
      return hasLeftZone
          ? compareWithDate(left, right)
          : compareWithDate(right, left).map(order -> -order);
    }
    if (hasLeftZone && !left.substring(leftZone).equals(right.substring(rightZone))) {
      return compareInstants(left, leftZone, right, rightZone);
    }
    return compareLocal(left.substring(0, leftZone), right.substring(0, rightZone));
  }

  /** A date has no zone, so that it may begin and end most of a day earlier or later. */
  private static Optional<Integer> compareWithDate(String time, String date) {
    LocalDate day = LocalDate.parse(time.substring(0, LENGTH_OF_DATE));
    LocalDate first = LocalDate.parse(date + FIRST_DAY.substring(date.length()));
    LocalDate last = last(first, date.length());
    if (day.isBefore(first.minusDays(1))) {
      return Optional.of(-1);
    }
    return day.isAfter(last.plusDays(1)) ? Optional.of(1) : Optional.empty();
  }

  private static LocalDate last(LocalDate first, int precision) {
    return switch (precision) {
      case LENGTH_OF_YEAR -> first.plusYears(1).minusDays(1);
      case LENGTH_OF_MONTH -> first.plusMonths(1).minusDays(1);
      default -> first;
    };
  }

  private static Optional<Integer> compareLocal(String left, String right) {
    int shared = Math.min(left.length(), right.length());
    for (int i = 0; i < shared; i++) {
      int order = Character.compare(left.charAt(i), right.charAt(i));
      if (order != 0) {
        return Optional.of(order);
      }
    }
    if (left.length() == right.length()) {
      return Optional.of(0);
    }
    // Seconds and their fractions are one precision.
    return shared >= secondsOf(left) && shared >= secondsOf(right)
        ? Optional.of(compareFractions(left.substring(shared), right.substring(shared)))
        : Optional.empty();
  }

  private static int secondsOf(String text) {
    boolean isTimeOfDay = text.indexOf(':') == 2;
    return isTimeOfDay ? LENGTH_TO_SECONDS - LENGTH_OF_DATE - 1 : LENGTH_TO_SECONDS;
  }

  private static int compareFractions(String left, String right) {
    boolean isLeftMore = left.chars().anyMatch(c -> c >= '1' && c <= '9');
    boolean isRightMore = right.chars().anyMatch(c -> c >= '1' && c <= '9');
    return Boolean.compare(isLeftMore, isRightMore);
  }

  private static Optional<Integer> compareInstants(
      String left, int leftZone, String right, int rightZone) {
    if (leftZone < LENGTH_TO_SECONDS || rightZone < LENGTH_TO_SECONDS) {
      return Optional.empty();
    }
    int order = Long.compare(epochSecond(left, leftZone), epochSecond(right, rightZone));
    return order != 0
        ? Optional.of(order)
        : compareLocal(left.substring(0, leftZone), withDate(left, right, rightZone));
  }

  /** The fraction of the right one behind the seconds of the left one. */
  private static String withDate(String left, String right, int rightZone) {
    return left.substring(0, LENGTH_TO_SECONDS) + right.substring(LENGTH_TO_SECONDS, rightZone);
  }

  private static long epochSecond(String text, int zone) {
    long day = LocalDate.parse(text.substring(0, LENGTH_OF_DATE)).toEpochDay();
    long second = day * 86_400 + number(text, 11) * 3600L + number(text, 14) * 60L;
    return second + number(text, 17) - offset(text, zone);
  }

  private static long offset(String text, int zone) {
    if (text.charAt(zone) == 'Z') {
      return 0;
    }
    long seconds = number(text, zone + 1) * 3600L + number(text, zone + 4) * 60L;
    return text.charAt(zone) == '-' ? -seconds : seconds;
  }

  private static int number(String text, int start) {
    return Integer.parseInt(text, start, start + 2, 10);
  }

  /** Where the zone starts, the length of the text if it has none. */
  private static int startOfZone(String text) {
    int length = text.length();
    if (length > LENGTH_OF_DATE && text.charAt(length - 1) == 'Z') {
      return length - 1;
    }
    for (int i = LENGTH_OF_DATE; i < length; i++) {
      if (text.charAt(i) == '+' || text.charAt(i) == '-') {
        return i;
      }
    }
    return length;
  }
}
