package org.fhirserver.store.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema of a database to the version that this release needs. */
public final class SchemaMigration {

  private SchemaMigration() {}

  /**
   * Runs the migrations that are missing; nodes that start at once wait for one another.
   *
   * @param dataSource connections that no container transaction owns
   * @return the dialect of the database
   */
  public static Dialect run(DataSource dataSource) throws SQLException {
    Dialect dialect;
    try (Connection connection = dataSource.getConnection()) {
      dialect = Dialect.of(connection);
    }
    Flyway.configure(SchemaMigration.class.getClassLoader())
        .dataSource(dataSource)
        .locations(dialect.migrationLocations())
        .placeholders(dialect.migrationPlaceholders())
        .load()
        .migrate();
    return dialect;
  }
}
