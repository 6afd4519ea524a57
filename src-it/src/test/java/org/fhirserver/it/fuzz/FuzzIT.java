package org.fhirserver.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Broken official examples as creates, updates, patches and bundles: no 5xx, no hang, and nothing
 * accepted that cannot be read back.
 *
 * <p>The time is {@code -Dfuzz.minutes} for both databases together, a few seconds without it; the
 * seed is printed and can be given as {@code -Dfuzz.seed}. A case that fails is written to {@code
 * target/fuzz} and can be sent again by {@code -Dfuzz.replay=FILE}.
 */
@HttpTest
class FuzzIT {
  /** A build fails by what has changed, not by chance. */
  private static final long SEED_OF_EVERY_BUILD = 20689945740183L;

  private static final int THREADS = 4;
  private static final int MOST_FAILURES = 20;
  private static final Duration SMOKE = Duration.ofSeconds(10);
  private static final int DATABASES = 2;
  private static final int LONGEST_TEXT = 600;

  private final ServerChecks checks;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  FuzzIT(FhirClient client) {
    checks = new ServerChecks(client);
  }

  @Test
  @DisplayName("§18 broken examples find no fault in the server")
  void brokenExamplesFindNoFault() {
    Optional<String> replay = property("fuzz.replay");
    if (replay.isPresent()) {
      checks.check(FuzzCase.read(Path.of(replay.get())));
      return;
    }
    int minutes = property("fuzz.minutes").map(Integer::valueOf).orElse(0);
    long seed =
        property("fuzz.seed")
            .map(Long::valueOf)
            .orElseGet(() -> minutes == 0 ? SEED_OF_EVERY_BUILD : System.nanoTime());
    System.out.println("Fuzzing with -Dfuzz.seed=" + seed);

    FuzzCases cases = new FuzzCases(seed, minutes == 0 ? 3 : 30);
    Duration time = minutes == 0 ? SMOKE : Duration.ofMinutes(minutes).dividedBy(DATABASES);
    long end = System.nanoTime() + time.toNanos();
    Parallel.run(THREADS, time.plusMinutes(5), thread -> run(cases, end));

    System.out.println(
        "Fuzzed with " + numbers + " cases, seed " + seed + ", answers by status: " + statuses);
    assertEquals("", String.join("\n", failures));
    assertTrue(statuses.containsKey(201) && statuses.containsKey(400), "Nothing was tried");
  }

  private boolean run(FuzzCases cases, long end) {
    while (System.nanoTime() < end && failures.size() < MOST_FAILURES) {
      FuzzCase fuzzCase = cases.make(numbers.getAndIncrement());
      try {
        int status = checks.check(fuzzCase);
        statuses.computeIfAbsent(status, key -> new AtomicLong()).incrementAndGet();
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        Path file = fuzzCase.write(Path.of("target", "fuzz"));
        failures.add(shortened(e) + "\n  again: -Dfuzz.replay=" + file);
      }
    }
    return true;
  }

  private static String shortened(Throwable failure) {
    String text = failure.toString();
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
  }

  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isEmpty());
  }
}
