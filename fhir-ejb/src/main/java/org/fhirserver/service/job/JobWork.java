package org.fhirserver.service.job;

import org.fhirserver.store.job.JobKind;
import org.fhirserver.store.job.LeaseLostException;

/** Does the jobs of one kind; every bean of this type is found by its kind. */
public interface JobWork {

  /** Which jobs. */
  JobKind kind();

  /**
   * Does what is left of a job and completes it. What was done before is told by the progress of
   * the job; it may have been another node that did it.
   *
   * @throws LeaseLostException if the job belongs to somebody else by now
   */
  void run(JobRun run);
}
