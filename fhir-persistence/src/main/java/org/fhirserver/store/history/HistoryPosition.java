package org.fhirserver.store.history;

/**
 * A place in a history: no two versions of it have the same.
 *
 * @param lastUpdated when the version was made, in milliseconds
 * @param tie decides between versions of the same moment: the key of the resource, or in the
 *     history of one resource the number of the version
 */
public record HistoryPosition(long lastUpdated, long tie) implements Comparable<HistoryPosition> {

  @Override
  public int compareTo(HistoryPosition other) {
    int byTime = Long.compare(lastUpdated, other.lastUpdated);
    return byTime != 0 ? byTime : Long.compare(tie, other.tie);
  }
}
