package org.fhirserver.store.search;

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
}
