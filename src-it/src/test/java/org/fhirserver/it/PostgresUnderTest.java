package org.fhirserver.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server on a free port of this machine; it ends with this object or with the JVM. */
public final class PostgresUnderTest implements AutoCloseable {
  private static final String USER = "postgres";
  private static final String PASSWORD = "postgres";

  private final EmbeddedPostgres postgres;
  private final AtomicInteger databases = new AtomicInteger();

  private PostgresUnderTest(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Starts the database server.
   *
   * @param port where it listens; 0 for a port that is free
   */
  public static PostgresUnderTest start(int port) {
    try {
      return new PostgresUnderTest(EmbeddedPostgres.builder().setPort(port).start());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
  }

  /** Starts a database server on the files of another one. */
  public static PostgresUnderTest startOn(Path dataDirectory) {
    try {
      return new PostgresUnderTest(
          EmbeddedPostgres.builder()
              .setDataDirectory(dataDirectory)
              .setCleanDataDirectory(false)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start on " + dataDirectory, e);
    }
  }

  /** A database that is there. */
  public Database database(String name) {
    return new Database(name);
  }

  /** Creates an empty database with a name of its own. */
  public Database createDatabase() {
    return createDatabase("fhir" + databases.incrementAndGet());
  }

  /** Creates an empty database. */
  public Database createDatabase(String name) {
    try (Connection connection = connect(USER);
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot create database " + name, e);
    }
    return new Database(name);
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }

  private String url(String database) {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database;
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, PASSWORD);
  }

  /** One database, so that a test can look at what the server stored. */
  public final class Database implements DatabaseUnderTest {
    private final String name;

    private Database(String name) {
      this.name = name;
    }

    @Override
    public Map<String, String> environment() {
      return Map.of(
          "FHIR_DATABASE_DRIVER",
          "org.postgresql.Driver",
          "FHIR_DATABASE_URL",
          url(name),
          "FHIR_DATABASE_USER",
          USER,
          "FHIR_DATABASE_PASSWORD",
          PASSWORD);
    }

    /** The name of this database. */
    public String name() {
      return name;
    }

    /** A new connection to this database; the caller closes it. */
    public Connection connect() throws SQLException {
      return PostgresUnderTest.this.connect(name);
    }
  }
}
