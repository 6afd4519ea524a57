package org.fhirserver.store.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;

/** How the database executes statements, in its own words. */
@ApplicationScoped
public class QueryPlans {

  @Inject private Database database;

  @Inject private Reads reads;

  /** The plan of a query, which is executed once more for that, with times and numbers of rows. */
  public String of(Trace.Query query) {
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            return database.dialect().plan(connection, query);
          }
        });
  }
}
