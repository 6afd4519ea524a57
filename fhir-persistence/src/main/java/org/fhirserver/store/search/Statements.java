package org.fhirserver.store.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.fhirserver.store.database.WatchedConnection;

/** Prepares what the compiler made. */
public final class Statements {

  private Statements() {}

  /** A statement with all values bound. */
  public static PreparedStatement prepare(Connection connection, SqlText sql) throws SQLException {
    if (connection instanceof WatchedConnection watched) {
      watched.announce(sql.purpose());
    }
    PreparedStatement statement = connection.prepareStatement(sql.toString());
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
