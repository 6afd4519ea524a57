package org.fhirserver.store.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happened during one piece of work, for administrators; used by one thread. */
public final class Trace {
  private final List<Step> steps = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private final List<WatchedQuery> queries = new ArrayList<>();

  /**
   * A part of the work.
   *
   * @param time how long it took, with the statements that it executed
   */
  public record Step(String name, Duration time) {}

  /** Something that a part of the work decided. */
  public record Note(String name, String text) {}

  /**
   * A statement that was executed.
   *
   * @param purpose what for
   * @param values the bound values in their order
   * @param time how long the database took to execute it and to hand out the rows
   * @param rows the number of rows that were read
   */
  public record Query(String purpose, String sql, List<Object> values, Duration time, long rows) {}

  /** The parts that are over, in their order. */
  public List<Step> steps() {
    return List.copyOf(steps);
  }

  /** What was decided; what was decided again in the same way stands once. */
  public List<Note> notes() {
    return notes.stream().distinct().toList();
  }

  /** The executed statements in their order. */
  public List<Query> queries() {
    return queries.stream().map(WatchedQuery::asQuery).toList();
  }

  void add(Step step) {
    steps.add(step);
  }

  void add(Note note) {
    notes.add(note);
  }

  void add(WatchedQuery query) {
    queries.add(query);
  }
}
