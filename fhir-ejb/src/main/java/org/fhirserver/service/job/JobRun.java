package org.fhirserver.service.job;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.fhirserver.service.resource.Transactions;
import org.fhirserver.store.job.Job;
import org.fhirserver.store.job.JobProgress;
import org.fhirserver.store.job.JobState;
import org.fhirserver.store.job.JobStore;
import org.fhirserver.store.job.LeaseLostException;

/** One node's doing of a job: each piece in a transaction that also notes how far the job is. */
public final class JobRun {
  private static final long WAITING_MILLIS = 100;
  private static final long LONGEST_REST_MILLIS = 2000;

  private final Transactions transactions;
  private final JobStore store;
  private final BooleanSupplier stopping;
  private final int share;
  private Job job;

  /**
   * A run.
   *
   * @param stopping whether the node is about to stop
   * @param share which part of the time it works, in percent; the rest is left to requests
   */
  JobRun(Transactions transactions, JobStore store, BooleanSupplier stopping, int share, Job job) {
    this.transactions = transactions;
    this.store = store;
    this.stopping = stopping;
    this.share = share;
    this.job = job;
  }

  /** The job as it stands. */
  public Job job() {
    return job;
  }

  /**
   * Does a piece of the work in one transaction, together with the progress that it returns, then
   * rests for a while. The piece may be done several times.
   *
   * @throws LeaseLostException if the job belongs to somebody else by now; nothing is done then
   */
  public void advance(Supplier<JobProgress> piece) {
    requireGoing();
    long start = System.nanoTime();
    JobProgress progress =
        transactions.write(
            () -> {
              JobProgress reached = piece.get();
              store.advance(job, reached);
              return reached;
            });
    job = job.with(progress);
    long worked = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    sleep(Math.min(LONGEST_REST_MILLIS, worked * (100 - share) / share));
  }

  /**
   * Waits until something is so; it is asked in short transactions, again and again.
   *
   * @throws LeaseLostException if the job belongs to somebody else by now
   */
  public void await(Supplier<Boolean> condition) {
    while (true) {
      requireGoing();
      boolean isSo =
          transactions.write(
              () -> {
                store.advance(job, job.progress());
                return condition.get();
              });
      if (isSo) {
        return;
      }
      sleep(WAITING_MILLIS);
    }
  }

  /** Completes the job together with what has to be done last. */
  public void complete(Runnable last) {
    transactions.write(
        () -> {
          last.run();
          store.leave(job, JobState.COMPLETED, "");
          return job;
        });
  }

  private void requireGoing() {
    if (stopping.getAsBoolean()) {
      throw new StoppingException();
    }
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StoppingException();
    }
  }

  /** The node stops; the job is given back. */
  static final class StoppingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppingException() {
      super("The server is stopping");
    }
  }
}
