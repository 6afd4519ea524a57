package org.fhirserver.store.job;

import jakarta.ejb.ApplicationException;

/** The job belongs to somebody else by now, or nobody: what was about to be written is not. */
@ApplicationException(rollback = true)
public class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(long jobKey) {
    super("Job " + jobKey + " is no longer held");
  }
}
