package org.fhirserver.store.job;

import java.util.Locale;

/** How far a job has come. */
public enum JobState {
  /** It waits for a node to take it. */
  QUEUED(1),
  /** A node has taken it; if that node is gone, another one takes it. */
  RUNNING(2),
  COMPLETED(3),
  /** It has met a fault again and again and stands until someone resumes it. */
  FAILED(4),
  CANCELLED(5);

  private final short number;

  JobState(int number) {
    this.number = (short) number;
  }

  /** The number that stands for it in the database. */
  short number() {
    return number;
  }

  static JobState numbered(short number) {
    return values()[number - 1];
  }

  /** Whether there is something left to do. */
  public boolean isOpen() {
    return this == QUEUED || this == RUNNING;
  }

  /** The word that clients read. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
