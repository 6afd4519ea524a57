package org.fhirserver.store.health;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Asks the database whether it is there, at the least cost. */
public final class DatabaseProbe {
  private static final System.Logger LOG = System.getLogger(DatabaseProbe.class.getName());
  private static final String DATA_SOURCE = "jdbc/fhir";
  private static final int TIMEOUT_SECONDS = 2;

  /** Whether a connection can be had and is alive. */
  public boolean isReachable() {
    try {
      DataSource dataSource = (DataSource) new InitialContext().lookup(DATA_SOURCE);
      try (Connection connection = dataSource.getConnection()) {
        return connection.isValid(TIMEOUT_SECONDS);
      }
    } catch (NamingException | SQLException e) {
      LOG.log(Level.WARNING, "The database does not answer: {0}", e.toString());
      return false;
    }
  }
}
