package org.fhirserver.it.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.PostgresUnderTest;
import org.fhirserver.it.Samples;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.Servers.DatabaseKind;
import org.fhirserver.store.database.Dialect;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Nodes of this release start on the database of an earlier one. */
@HttpTest(onOwnServers = true)
class UpgradeIT {
  /** The schema before jobs and custom search parameters. */
  private static final String EARLIER = "5.1";

  @Test
  @DisplayName("Two nodes start at once on an old database: one migrates it, and both serve")
  void oneOfTwoNodesMigratesAndBothServe(Servers servers) throws SQLException {
    assumeTrue(servers.databaseKind() == DatabaseKind.POSTGRESQL, "Derby serves one process");
    PostgresUnderTest.Database database = (PostgresUnderTest.Database) servers.emptyDatabase();
    int earlier = migrateToEarlierRelease(database);

    List<ServerUnderTest> nodes =
        servers.startTogether(2, database, ServerOptions.defaults().withHeap("384m"));
    try (ServerUnderTest first = nodes.get(0);
        ServerUnderTest second = nodes.get(1)) {
      List<String> versions = migrations(database);
      Set<String> distinct = new TreeSet<>(versions);
      assertEquals(distinct.size(), versions.size(), () -> "Done twice: " + versions);
      assertFalse(versions.size() <= earlier, () -> "Nothing was left to migrate: " + versions);

      String id = Samples.newId();
      FhirClient.of(first).put("Patient/" + id, Samples.patient(id, "Upgraded")).expect(201);
      FhirClient.of(second).get("Patient/" + id).expect(200);
    }
  }

  private static int migrateToEarlierRelease(PostgresUnderTest.Database database)
      throws SQLException {
    FluentConfiguration flyway = Flyway.configure(Dialect.class.getClassLoader());
    try (Connection connection = database.connect()) {
      Dialect dialect = Dialect.of(connection);
      flyway.locations(dialect.migrationLocations()).placeholders(dialect.migrationPlaceholders());
    }
    var environment = database.environment();
    return flyway
        .dataSource(
            environment.get("FHIR_DATABASE_URL"),
            environment.get("FHIR_DATABASE_USER"),
            environment.get("FHIR_DATABASE_PASSWORD"))
        .target(EARLIER)
        .load()
        .migrate()
        .migrationsExecuted;
  }

  private static List<String> migrations(PostgresUnderTest.Database database) throws SQLException {
    List<String> versions = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select version, success from flyway_schema_history")) {
      while (rows.next()) {
        assertEquals(true, rows.getBoolean(2), rows.getString(1));
        versions.add(rows.getString(1));
      }
    }
    return versions;
  }
}
