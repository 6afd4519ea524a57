package org.fhirserver.store.history;

import java.util.Optional;
import org.fhirserver.store.tenant.Tenant;

/**
 * Some versions of a history.
 *
 * @param period which of them by time
 * @param ascending whether the oldest come first
 * @param after only those behind this one, in that order
 * @param limit at most so many
 */
public record HistoryQuery(
    Tenant tenant,
    HistoryPeriod period,
    boolean ascending,
    Optional<HistoryPosition> after,
    int limit) {

  /** The earliest time of a version behind the position. */
  long earliest() {
    long bound = period.earliest();
    return ascending
        ? after.map(position -> Math.max(bound, position.lastUpdated())).orElse(bound)
        : bound;
  }

  /** The latest time of a version behind the position. */
  long latest() {
    long bound = period.until() - 1;
    return ascending
        ? bound
        : after.map(position -> Math.min(bound, position.lastUpdated())).orElse(bound);
  }
}
