package org.fhirserver.store.search;

/** What has become of the definition of a custom search parameter. */
public enum CustomParameterState {
  /** Writers index it; the resources that were there before are being indexed. */
  PENDING(1),
  /** All resources are indexed. */
  ACTIVE(2),
  /** Its SearchParameter says retired. Nodes that have not heard of it still search by it. */
  RETIRING(3),
  /** Nobody indexes it. */
  RETIRED(4),
  /** Its SearchParameter is gone or says something else; nodes may still search by it. */
  LEAVING(5),
  /** Nobody indexes it; its rows are being removed, then it is forgotten. */
  LEFT(6);

  private final short number;

  CustomParameterState(int number) {
    this.number = (short) number;
  }

  /** The number that stands for it in the database. */
  short number() {
    return number;
  }

  static CustomParameterState numbered(short number) {
    return values()[number - 1];
  }

  /** Whether writers index by it. */
  boolean isIndexed() {
    return this != RETIRED && this != LEFT;
  }

  /** Whether it is what its SearchParameter says now: nobody else may take its name. */
  boolean holdsName() {
    return this == PENDING || this == ACTIVE;
  }

  /** Whether its SearchParameter says that it is retired. */
  boolean isRetired() {
    return this == RETIRING || this == RETIRED;
  }

  /**
   * What follows when its SearchParameter no longer says it.
   *
   * @param retired whether it says retired
   */
  CustomParameterState ended(boolean retired) {
    return switch (this) {
      case PENDING, ACTIVE -> retired ? RETIRING : LEAVING;
      case RETIRING, LEAVING -> LEAVING;
      case RETIRED, LEFT -> LEFT;
    };
  }

  /** What follows when no node searches by it any more. */
  public CustomParameterState withoutIndexing() {
    return this == RETIRING ? RETIRED : LEFT;
  }
}
