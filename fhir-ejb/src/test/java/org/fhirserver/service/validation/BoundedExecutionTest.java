package org.fhirserver.service.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedExecutionTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(250);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void shutdown() {
    threads.shutdownNow();
  }

  @Test
  void answersWhatTheWorkAnswers() {
    assertEquals("done", execution(SHORT, LONG).call(isAbandoned -> "done"));
  }

  @Test
  void refusesWorkThatFindsNoPlace() {
    BoundedExecution execution = execution(SHORT, LONG);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(
            () ->
                execution.call(
                    isAbandoned -> {
                      started.countDown();
                      await(end);
                      return 1;
                    }),
            threads);
    await(started);

    assertRefused("throttled", execution);

    end.countDown();
    assertEquals(1, first.join());
    assertEquals("next", execution.call(isAbandoned -> "next"));
  }

  @Test
  void waitsOnlySoLongAndTellsTheWork() {
    BoundedExecution execution = execution(LONG, SHORT);
    CompletableFuture<BooleanSupplier> abandoned = new CompletableFuture<>();
    CountDownLatch end = new CountDownLatch(1);

    FhirException refused =
        assertThrows(
            FhirException.class,
            () ->
                execution.call(
                    isAbandoned -> {
                      await(end);
                      abandoned.complete(isAbandoned);
                      return 1;
                    }));
    end.countDown();

    assertEquals("timeout", refused.issues().get(0).code());
    assertEquals(true, abandoned.join().getAsBoolean());
  }

  @Test
  void handsOverWhatWentWrong() {
    BoundedExecution execution = execution(SHORT, LONG);
    FhirException told = FhirException.invalid("no");

    assertEquals(told, assertThrows(FhirException.class, () -> execution.call(x -> fail(told))));
    assertThrows(
        CompletionException.class, () -> execution.call(x -> fail(new StackOverflowError())));
    assertEquals("next", execution.call(isAbandoned -> "next"));
  }

  @Test
  void keepsNoPlaceForWorkThatWasNotAccepted() {
    threads.shutdownNow();
    BoundedExecution execution = execution(SHORT, LONG);

    for (int i = 0; i < 2; i++) {
      assertThrows(RejectedExecutionException.class, () -> execution.call(isAbandoned -> 1));
    }
  }

  private BoundedExecution execution(Duration longestQueueing, Duration timeLimit) {
    return new BoundedExecution(threads, 1, longestQueueing, timeLimit);
  }

  private static void assertRefused(String code, BoundedExecution execution) {
    FhirException refused =
        assertThrows(FhirException.class, () -> execution.call(isAbandoned -> 1));
    assertEquals(Category.UNAVAILABLE, refused.category());
    assertEquals(code, refused.issues().get(0).code());
  }

  private static <E extends Throwable> Integer fail(Throwable failure) throws E {
    @SuppressWarnings("unchecked")
    E thrown = (E) failure;
    throw thrown;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
