package org.fhirserver.store.database;

import java.util.List;

/** The dialects, for tests that need no database. */
public final class DialectsForTests {

  private DialectsForTests() {}

  /** Every dialect. */
  public static List<Dialect> all() {
    return List.of(new DerbyDialect(), new PostgresDialect());
  }
}
