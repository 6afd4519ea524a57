package org.fhirserver.store.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Notes what is done in place of a request that wants to know. Work that nobody traces passes
 * through at the cost of asking so.
 */
@ApplicationScoped
public class Tracing {
  @SuppressWarnings("ThreadLocalUsage") // there is one bean, and static state there is none
  private final ThreadLocal<Optional<Trace>> current = ThreadLocal.withInitial(Optional::empty);

  /**
   * Does some work on this thread and notes what happens.
   *
   * @throws RuntimeException what the work throws; there is no trace then
   */
  public Trace during(Runnable work) {
    Trace trace = new Trace();
    current.set(Optional.of(trace));
    try {
      work.run();
    } finally {
      current.remove();
    }
    return trace;
  }

  /** Does a part of the work. */
  public <T> T step(String name, Supplier<T> work) {
    Optional<Trace> trace = current.get();
    if (trace.isEmpty()) {
      return work.get();
    }
    long start = System.nanoTime();
    T result = work.get();
    trace.get().add(new Trace.Step(name, Duration.ofNanos(System.nanoTime() - start)));
    return result;
  }

  /** Notes what a part of the work decided, by its text form. */
  public void note(String name, Object decision) {
    current.get().ifPresent(trace -> trace.add(new Trace.Note(name, decision.toString())));
  }

  /** Notes what a part of the work decided about something, by the text forms of both. */
  public void note(String name, Object about, Object decision) {
    current.get().ifPresent(trace -> trace.add(new Trace.Note(name, about + " " + decision)));
  }

  Connection watched(Connection connection) {
    return current.get().map(trace -> WatchedConnection.of(connection, trace)).orElse(connection);
  }
}
