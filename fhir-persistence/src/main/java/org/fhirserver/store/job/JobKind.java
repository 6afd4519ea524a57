package org.fhirserver.store.job;

/** What a job does. Of one kind of lane, each tenant's jobs are done one after the other. */
public enum JobKind {
  /** Makes the rows of a search parameter for all resources that were there before it. */
  PARAMETER_BACKFILL("search-parameter", Lane.PARAMETERS),
  /** Removes the rows of a search parameter that is no more. */
  PARAMETER_REMOVAL("search-parameter-removal", Lane.PARAMETERS),
  /** Makes all rows of resources anew. */
  REINDEX("reindex", Lane.REINDEX);

  /** Kinds whose jobs must keep their order. */
  public enum Lane {
    PARAMETERS,
    REINDEX
  }

  private final String code;
  private final Lane lane;

  JobKind(String code, Lane lane) {
    this.code = code;
    this.lane = lane;
  }

  /** The word that stands for it in the database and that clients read. */
  public String code() {
    return code;
  }

  Lane lane() {
    return lane;
  }

  static JobKind coded(String code) {
    for (JobKind kind : values()) {
      if (kind.code.equals(code)) {
        return kind;
      }
    }
    throw new IllegalStateException("No kind of job: " + code);
  }
}
