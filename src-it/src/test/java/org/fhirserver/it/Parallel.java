package org.fhirserver.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Many clients at once. */
public final class Parallel {
  private Parallel() {}

  /**
   * Lets each of a number of threads do its work; all start at the same moment.
   *
   * @param work the work of a thread, by its number
   * @return the results in the order of the threads
   */
  public static <T> List<T> run(int threads, IntFunction<T> work) {
    return run(threads, Duration.ofMinutes(5), work);
  }

  /**
   * As above.
   *
   * @param most how long the work may take
   */
  public static <T> List<T> run(int threads, Duration most, IntFunction<T> work) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        tasks.add(
            () -> {
              start.await();
              return work.apply(number);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(tasks, most.toSeconds(), TimeUnit.SECONDS)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new AssertionError("A client failed", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}
