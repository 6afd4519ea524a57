package org.fhirserver.store.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.WatchedConnection;

/** Prepares what the compiler made. */
public final class Statements {
  /** Queries that take longer, in seconds, are given up. */
  public static final int LONGEST = 60;

  /** PostgreSQL takes at most 65,535 values. */
  private static final int MOST_VALUES = 60_000;

  private Statements() {}

  /**
   * A statement with all values bound, which is given up after {@link #LONGEST} seconds.
   *
   * @throws FhirException INVALID (too-costly) if there are more values than a database takes
   */
  public static PreparedStatement prepare(Connection connection, SqlText sql) throws SQLException {
    if (sql.values().size() > MOST_VALUES) {
      throw new FhirException(
          FhirException.Category.INVALID,
          "too-costly",
          "The search has too many values for the resource types that it looks at; ask for fewer.");
    }
    if (connection instanceof WatchedConnection watched) {
      watched.announce(sql.purpose());
    }
    PreparedStatement statement = connection.prepareStatement(sql.toString());
    statement.setQueryTimeout(LONGEST);
    int position = 1;
    for (Object value : sql.values()) {
      if (value instanceof Long number) {
        statement.setLong(position++, number);
      } else if (value instanceof Double number) {
        statement.setDouble(position++, number);
      } else if (value instanceof long[] numbers) {
        statement.setObject(position++, numbers);
      } else {
        statement.setString(position++, (String) value);
      }
    }
    return statement;
  }
}
