package org.fhirserver.it.container;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Looks into the database past all transactions of the application. */
final class Rows {

  private Rows() {}

  /** How many rows a query counts that are committed. */
  static long committed(String query, Object... parameters) throws SQLException {
    try (Connection connection = dataSource("jdbc/fhir-unmanaged").getConnection()) {
      return count(connection, query, parameters);
    }
  }

  /** How many rows a query counts on that connection. */
  static long count(Connection connection, String query, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  @SuppressWarnings("BanJNDI") // the names are constants
  static DataSource dataSource(String name) {
    try {
      return (DataSource) new InitialContext().lookup(name);
    } catch (NamingException e) {
      throw new IllegalStateException("No data source " + name, e);
    }
  }
}
