package org.fhirserver.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Started and ready only with the database. */
@Startup
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {
  private static final System.Logger LOG = System.getLogger(DatabaseCheck.class.getName());
  private static final String DATA_SOURCE = "jdbc/fhir";
  private static final int TIMEOUT_SECONDS = 2;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(isReachable()).build();
  }

  private static boolean isReachable() {
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
