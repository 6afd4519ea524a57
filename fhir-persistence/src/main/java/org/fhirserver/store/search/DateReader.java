package org.fhirserver.store.search;

import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Reads one FHIR date, dateTime or instant from left to right; each part that is present narrows
 * the interval.
 */
final class DateReader {
  private static final long SECOND = 1_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final int MALFORMED = -1;
  private static final int HIGHEST_OFFSET_HOURS = 14;

  private final String text;
  private int position;

  DateReader(String text) {
    this.text = text;
  }

  Optional<DateRange> read() {
    int year = digits(4);
    if (year < 1) {
      return Optional.empty();
    }
    if (atEnd()) {
      return days(LocalDate.of(year, 1, 1), Year.of(year).length());
    }
    int month = after('-');
    if (month < 1 || month > 12) {
      return Optional.empty();
    }
    int length = YearMonth.of(year, month).lengthOfMonth();
    if (atEnd()) {
      return days(LocalDate.of(year, month, 1), length);
    }
    int day = after('-');
    if (day < 1 || day > length) {
      return Optional.empty();
    }
    LocalDate date = LocalDate.of(year, month, day);
    return atEnd() ? days(date, 1) : time(date.toEpochDay() * DAY);
  }

  private static Optional<DateRange> days(LocalDate first, int count) {
    long low = first.toEpochDay() * DAY;
    return Optional.of(new DateRange(low, low + count * DAY));
  }

  private Optional<DateRange> time(long midnight) {
    int hour = after('T');
    int minute = after(':');
    if (hour < 0 || hour > 24 || minute < 0 || minute > 59) {
      return Optional.empty();
    }
    long timeOfDay = hour * HOUR + minute * MINUTE;
    long precision = MINUTE;
    if (next() == ':') {
      int second = after(':');
      // 60 is a leap second: it runs into the next minute, as the clocks of computers let it.
      if (second < 0 || second > 60) {
        return Optional.empty();
      }
      timeOfDay += second * SECOND;
      precision = SECOND;
      if (next() == '.') {
        position++;
        int start = position;
        timeOfDay += fraction();
        if (position == start) {
          return Optional.empty();
        }
        precision = precisionOf(position - start);
      }
    }
    // 24:00 is the end of the day; nothing comes after it.
    if (hour == 24 && timeOfDay > DAY) {
      return Optional.empty();
    }
    long low = midnight + timeOfDay;
    return zoned(new DateRange(low, low + precision));
  }

  private Optional<DateRange> zoned(DateRange local) {
    if (atEnd()) {
      return Optional.of(local);
    }
    char sign = next();
    if (sign == 'Z') {
      position++;
      return atEnd() ? Optional.of(local) : Optional.empty();
    }
    if (sign != '+' && sign != '-') {
      return Optional.empty();
    }
    int hours = after(sign);
    int minutes = after(':');
    if (hours < 0 || minutes < 0 || minutes > 59 || !atEnd()) {
      return Optional.empty();
    }
    long offset = hours * HOUR + minutes * MINUTE;
    if (offset > HIGHEST_OFFSET_HOURS * HOUR) {
      return Optional.empty();
    }
    long shift = sign == '+' ? -offset : offset;
    return Optional.of(new DateRange(local.low() + shift, local.high() + shift));
  }

  /** The digits that follow as microseconds. */
  private long fraction() {
    long micros = 0;
    long weight = SECOND / 10;
    while (!atEnd() && isDigit(next())) {
      micros += (next() - '0') * weight;
      weight /= 10;
      position++;
    }
    return micros;
  }

  private static long precisionOf(int fractionDigits) {
    long precision = SECOND;
    for (int i = 0; i < fractionDigits && precision > 1; i++) {
      precision /= 10;
    }
    return precision;
  }

  /** The two digits after a separator. */
  private int after(char separator) {
    if (next() != separator) {
      return MALFORMED;
    }
    position++;
    return digits(2);
  }

  private int digits(int count) {
    if (position + count > text.length()) {
      return MALFORMED;
    }
    int number = 0;
    for (int i = 0; i < count; i++) {
      char c = text.charAt(position + i);
      if (!isDigit(c)) {
        return MALFORMED;
      }
      number = number * 10 + (c - '0');
    }
    position += count;
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean atEnd() {
    return position == text.length();
  }

  private char next() {
    return atEnd() ? '\0' : text.charAt(position);
  }
}
