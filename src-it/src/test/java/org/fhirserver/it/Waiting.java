package org.fhirserver.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what takes a time that nobody knows before. */
public final class Waiting {
  private static final long INTERVAL_MILLIS = 20;

  private Waiting() {}

  /**
   * Waits until something is so.
   *
   * @param most how long it may take
   * @throws AssertionError if it takes longer
   */
  public static void until(Duration most, BooleanSupplier condition) {
    long deadline = System.nanoTime() + most.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("It has not come to pass within " + most);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting", e);
      }
    }
  }
}
