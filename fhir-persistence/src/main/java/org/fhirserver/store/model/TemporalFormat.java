package org.fhirserver.store.model;

import java.time.YearMonth;

/**
 * The formats of dates and times: real calendar days, a zone wherever there is a time of day. A
 * second 60 is allowed, as the specification wants for leap seconds.
 *
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#dateTime">dateTime</a>
 */
final class TemporalFormat {
  private static final int YEAR = 4;
  private static final int MONTH = 7;
  private static final int DAY = 10;
  private static final int SECOND = 8;

  private TemporalFormat() {}

  /** Year, month or day. */
  static boolean isDate(String value) {
    int length = value.length();
    return (length == YEAR || length == MONTH || length == DAY) && startsWithDate(value, length);
  }

  /** Year, month, day, or a day with seconds and zone. */
  static boolean isDateTime(String value) {
    return value.length() <= DAY ? isDate(value) : isInstant(value);
  }

  /** A day with seconds and zone. */
  static boolean isInstant(String value) {
    if (value.length() <= DAY || value.charAt(DAY) != 'T' || !startsWithDate(value, DAY)) {
      return false;
    }
    int zone = endOfTime(value, DAY + 1);
    return zone > 0 && isZone(value, zone);
  }

  /** A time of day with seconds, without zone. */
  static boolean isTime(String value) {
    return endOfTime(value, 0) == value.length();
  }

  private static boolean startsWithDate(String value, int length) {
    int year = twoDigits(value, 0) * 100 + twoDigits(value, 2);
    if (year < 1) {
      return false;
    }
    if (length == YEAR) {
      return true;
    }
    int month = value.charAt(YEAR) == '-' ? twoDigits(value, YEAR + 1) : -1;
    if (month < 1 || month > 12) {
      return false;
    }
    if (length == MONTH) {
      return true;
    }
    int day = value.charAt(MONTH) == '-' ? twoDigits(value, MONTH + 1) : -1;
    return day >= 1 && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
  }

  /** The index behind a time that starts there, or -1 if none does. */
  private static int endOfTime(String value, int start) {
    int end = start + SECOND;
    if (value.length() < end || value.charAt(start + 2) != ':' || value.charAt(start + 5) != ':') {
      return -1;
    }
    int hour = twoDigits(value, start);
    int minute = twoDigits(value, start + 3);
    int second = twoDigits(value, start + 6);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return -1;
    }
    if (end == value.length() || value.charAt(end) != '.') {
      return end;
    }
    int fraction = end + 1;
    int i = fraction;
    while (i < value.length() && isDigit(value.charAt(i))) {
      i++;
    }
    return i == fraction ? -1 : i;
  }

  private static boolean isZone(String value, int start) {
    int length = value.length() - start;
    if (length == 1) {
      return value.charAt(start) == 'Z';
    }
    if (length != 6 || value.charAt(start + 3) != ':') {
      return false;
    }
    char sign = value.charAt(start);
    int hour = twoDigits(value, start + 1);
    int minute = twoDigits(value, start + 4);
    boolean isInRange = hour >= 0 && minute >= 0 && minute <= 59;
    return (sign == '+' || sign == '-') && isInRange && (hour <= 13 || (hour == 14 && minute == 0));
  }

  /** The number of two digits, or a large negative one if they are none. */
  private static int twoDigits(String value, int index) {
    char tens = value.charAt(index);
    char ones = value.charAt(index + 1);
    return isDigit(tens) && isDigit(ones) ? (tens - '0') * 10 + (ones - '0') : -10_000;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
