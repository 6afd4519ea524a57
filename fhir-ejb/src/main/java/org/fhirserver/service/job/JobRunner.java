package org.fhirserver.service.job;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fhirserver.service.resource.Transactions;
import org.fhirserver.store.job.Job;
import org.fhirserver.store.job.JobKind;
import org.fhirserver.store.job.JobKind.Lane;
import org.fhirserver.store.job.JobState;
import org.fhirserver.store.job.JobStore;
import org.fhirserver.store.job.LeaseLostException;
import org.fhirserver.store.search.SearchParameters;

/**
 * Looks for jobs every second and does them, one of each lane at a time. A job whose node is gone
 * is taken by another one, or by the same one after its restart.
 */
@ApplicationScoped
public class JobRunner {
  private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());
  private static final long INTERVAL_MILLIS = 1000;
  private static final int MOST_ATTEMPTS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final long STOP_MILLIS = 5000;

  @Resource private ManagedScheduledExecutorService executor;

  @Inject @Any private Instance<JobWork> works;

  @Inject private Transactions transactions;

  @Inject private JobStore store;

  @Inject private SearchParameters parameters;

  @Inject
  @ConfigProperty(name = "fhir.job.time-share", defaultValue = "50")
  private int share;

  private final Set<Lane> busy = EnumSet.noneOf(Lane.class);
  private volatile boolean isStopping;
  private Optional<ScheduledFuture<?>> looking = Optional.empty();

  /**
   * Begins to look for jobs.
   *
   * @throws IllegalStateException if the configured share of time is none
   */
  public void start() {
    if (share < 1 || share > 100) {
      throw new IllegalStateException("fhir.job.time-share must be 1 to 100, not " + share);
    }
    looking =
        Optional.of(
            executor.scheduleWithFixedDelay(
                this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
    parameters.whenChanged(this::wake);
  }

  /** Ends what is being done, as far as that takes little time, and gives it back. */
  public void stop() {
    isStopping = true;
    looking.ifPresent(scheduled -> scheduled.cancel(false));
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
    synchronized (busy) {
      long left = STOP_MILLIS;
      while (!busy.isEmpty() && left > 0) {
        try {
          busy.wait(left);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          return;
        }
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      }
    }
  }

  /** Looks for jobs at once. */
  public void wake() {
    try {
      executor.execute(this::take);
    } catch (RejectedExecutionException stopped) {
      LOG.log(Level.DEBUG, "The server is stopping", stopped);
    }
  }

  private void look() {
    try {
      parameters.look();
      take();
    } catch (RuntimeException failure) {
      LOG.log(Level.DEBUG, "Jobs are looked for again later", failure);
    }
  }

  private void take() {
    for (Lane lane : Lane.values()) {
      if (!isStopping && occupy(lane)) {
        Optional<Job> job = Optional.empty();
        try {
          job = transactions.write(() -> store.claim(lane, parameters.node()));
          job.ifPresent(taken -> executor.execute(() -> work(lane, taken)));
        } finally {
          if (job.isEmpty()) {
            release(lane);
          }
        }
      }
    }
  }

  private boolean occupy(Lane lane) {
    synchronized (busy) {
      return busy.add(lane);
    }
  }

  private void release(Lane lane) {
    synchronized (busy) {
      busy.remove(lane);
      busy.notifyAll();
    }
  }

  private void work(Lane lane, Job job) {
    try {
      run(job);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Job " + job.key() + " stands still", failure);
    } finally {
      release(lane);
      if (!isStopping) {
        wake();
      }
    }
  }

  /** Tries again what fails; what has been done stays done. */
  private void run(Job job) {
    JobWork work = workOf(job.kind());
    JobRun run = new JobRun(transactions, store, () -> isStopping, share, job);
    for (int attempt = 1; ; attempt++) {
      long done = run.job().progress().done();
      try {
        work.run(run);
        LOG.log(Level.INFO, "Job {0} ({1}) is completed", job.key(), job.kind().code());
        return;
      } catch (LeaseLostException lost) {
        LOG.log(Level.INFO, "Job {0} has been taken or cancelled", job.key());
        return;
      } catch (JobRun.StoppingException stopped) {
        leave(run, JobState.QUEUED, "");
        return;
      } catch (RuntimeException failure) {
        LOG.log(Level.WARNING, "Job " + job.key() + " failed in attempt " + attempt, failure);
        attempt = run.job().progress().done() > done ? 1 : attempt;
        if (attempt >= MOST_ATTEMPTS && leave(run, JobState.FAILED, reason(failure))) {
          return;
        }
        pause(attempt);
      }
    }
  }

  /** Whether it could be noted; if the database does not answer, the job itself may be sound. */
  private boolean leave(JobRun run, JobState state, String error) {
    try {
      transactions.write(
          () -> {
            store.leave(run.job(), state, error);
            return state;
          });
      return true;
    } catch (LeaseLostException lost) {
      return true;
    } catch (RuntimeException failure) {
      LOG.log(Level.DEBUG, "The end of a job could not be noted", failure);
      return false;
    }
  }

  private JobWork workOf(JobKind kind) {
    return works.stream().filter(work -> work.kind() == kind).findFirst().orElseThrow();
  }

  private void pause(int attempt) {
    try {
      TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_PAUSE_MILLIS, 100L << attempt));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      isStopping = true;
    }
  }

  private static String reason(RuntimeException failure) {
    return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
  }
}
