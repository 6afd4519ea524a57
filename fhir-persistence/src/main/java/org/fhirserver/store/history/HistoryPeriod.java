package org.fhirserver.store.history;

/**
 * A half-open interval of time.
 *
 * @param from its first millisecond
 * @param until the first millisecond after it
 * @param current whether it selects the versions that were current at some time in it; else those
 *     that were made in it. A deletion counts as current at the moment it was made
 */
public record HistoryPeriod(long from, long until, boolean current) {

  /** All time. */
  public static final HistoryPeriod ALWAYS =
      new HistoryPeriod(Long.MIN_VALUE, Long.MAX_VALUE, false);

  /** The earliest time at which a version of it can have been made. */
  long earliest() {
    return current ? Long.MIN_VALUE : from;
  }
}
