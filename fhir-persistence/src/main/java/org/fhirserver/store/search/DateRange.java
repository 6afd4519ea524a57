package org.fhirserver.store.search;

import java.util.Optional;

/**
 * The half-open interval of time that a FHIR date, dateTime, instant or Period stands for.
 *
 * @param low the first microsecond since 1970-01-01T00:00Z, {@link #OPEN_LOW} if open
 * @param high the first microsecond after it, {@link #OPEN_HIGH} if open
 * @see <a href="https://hl7.org/fhir/R4/search.html#date">Date search</a>
 */
public record DateRange(long low, long high) {
  /** The low end of an interval without start. */
  public static final long OPEN_LOW = Long.MIN_VALUE;

  /** The high end of an interval without end. */
  public static final long OPEN_HIGH = Long.MAX_VALUE;

  /**
   * The interval that a date, dateTime or instant stands for, by its precision: a year, a month, a
   * day, a minute, a second or a fraction of one. A time without zone is taken as UTC; what is
   * finer than a microsecond is cut off. Empty if the text is none of these.
   *
   * @see <a href="https://hl7.org/fhir/R4/datatypes.html#dateTime">dateTime</a>
   */
  public static Optional<DateRange> parse(String text) {
    return new DateReader(text).read();
  }

  /** The smallest interval that holds both. */
  public DateRange union(DateRange other) {
    return new DateRange(Math.min(low, other.low), Math.max(high, other.high));
  }
}
