package org.fhirserver.service.validation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/**
 * Does costly work on other threads: only so much at once, and waited for only so long. Work that
 * nobody waits for any more keeps its place until it has ended.
 */
final class BoundedExecution {
  private final Executor executor;
  private final Semaphore places;
  private final Duration longestQueueing;
  private final Duration timeLimit;

  /**
   * An execution with limits.
   *
   * @param places how many may work at once
   * @param longestQueueing how long to wait for a place
   * @param timeLimit how long to wait for the work
   */
  BoundedExecution(Executor executor, int places, Duration longestQueueing, Duration timeLimit) {
    this.executor = executor;
    this.places = new Semaphore(places, true);
    this.longestQueueing = longestQueueing;
    this.timeLimit = timeLimit;
  }

  /**
   * Does the work, which is told whether its answer is still waited for.
   *
   * @throws FhirException UNAVAILABLE if no place gets free or the work takes too long
   */
  <T> T call(Function<BooleanSupplier, T> work) {
    try {
      if (!places.tryAcquire(longestQueueing.toMillis(), TimeUnit.MILLISECONDS)) {
        throw unavailable("throttled", "Too many validations are under way; try again later.");
      }
      AtomicBoolean abandoned = new AtomicBoolean();
      CompletableFuture<T> answer = start(() -> work.apply(abandoned::get));
      try {
        return answer.get(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        abandoned.set(true);
      }
    } catch (TimeoutException late) {
      throw unavailable(
          "timeout", "The validation took more than " + timeLimit.toSeconds() + " seconds.");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw unavailable("transient", "The server is stopping.");
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof FhirException told
          ? told
          : new CompletionException(failure.getCause());
    }
  }

  private <T> CompletableFuture<T> start(Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean accepted = false;
    try {
      executor.execute(
          () -> {
            try {
              answer.complete(work.get());
            } catch (Throwable failure) { // whatever it is, the one who waits must hear of it
              answer.completeExceptionally(failure);
            } finally {
              places.release();
            }
          });
      accepted = true;
    } finally {
      if (!accepted) {
        places.release();
      }
    }
    return answer;
  }

  private static FhirException unavailable(String code, String diagnostics) {
    return new FhirException(Category.UNAVAILABLE, code, diagnostics);
  }
}
