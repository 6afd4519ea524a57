package org.fhirserver.it.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.PostgresUnderTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.Servers.DatabaseKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways of docs/operations.md to save a database and to bring it back. */
@HttpTest(onOwnServers = true)
class BackupIT {
  private static final int WRITES = 100;

  private final Servers servers;

  BackupIT(Servers servers) {
    this.servers = servers;
  }

  @Test
  @DisplayName(
      "Derby: a copy of the stopped server's files brings back what was there, and no more")
  void copyOfTheStoppedServerBringsBackWhatWasThere(@TempDir Path directory) throws IOException {
    assumeTrue(servers.databaseKind() == DatabaseKind.DERBY);
    try (ServerUnderTest server = servers.start(ServerOptions.defaults())) {
      FhirClient client = FhirClient.of(server);
      WriteLedger before = new WriteLedger(client, "before");
      write(before, WRITES);
      Path database = server.dataDirectory().resolve("derby");

      server.stop();
      copy(database, directory.resolve("backup"));
      server.restart();
      write(new WriteLedger(client, "after"), WRITES);
      server.stop();
      delete(database);
      copy(directory.resolve("backup"), database);
      server.restart();

      KeptWrites.assertKept(client, List.of(before));
      assertEquals(
          before.created().size() + 1,
          client.get("Patient?_summary=count").expect(200).json().path("total").asInt());
    }
  }

  @Test
  @DisplayName("PostgreSQL: files copied during a backup, under writers, bring back a whole store")
  void filesCopiedUnderWritersBringBackTheWholeStore(@TempDir Path directory) throws Exception {
    assumeTrue(servers.databaseKind() == DatabaseKind.POSTGRESQL);
    try (ServerUnderTest server = servers.start(ServerOptions.defaults())) {
      FhirClient client = FhirClient.of(server);
      WriteLedger before = new WriteLedger(client, "before");
      write(before, WRITES);
      PostgresUnderTest.Database database = (PostgresUnderTest.Database) server.database();

      AtomicBoolean done = new AtomicBoolean();
      CountDownLatch writing = new CountDownLatch(WRITES);
      WriteLedger meanwhile = new WriteLedger(client, "meanwhile");
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> meanwhile.writeWhile(() -> !done.get(), writing::countDown));
      assertTrue(writing.await(2, TimeUnit.MINUTES), "The writer did not get going");
      backUp(database, directory);
      done.set(true);
      writer.get(1, TimeUnit.MINUTES);
      server.kill();

      try (PostgresUnderTest restored = PostgresUnderTest.startOn(directory);
          ServerUnderTest other =
              servers.startOn(
                  restored.database(database.name()), server, ServerOptions.defaults())) {
        FhirClient second = FhirClient.of(other);
        KeptWrites.assertKept(second, List.of(before));
        assertTrue(
            second
                    .get("Patient?identifier=" + String.join(",", firstOf(meanwhile)))
                    .expect(200)
                    .json()
                    .path("entry")
                    .size()
                > 0,
            "Nothing of what was written meanwhile");
        write(new WriteLedger(second, "after"), WRITES);
      }
    }
  }

  private static List<String> firstOf(WriteLedger ledger) {
    return ledger.created().keySet().stream().limit(WRITES / 4).toList();
  }

  private static void write(WriteLedger ledger, int writes) {
    CountDownLatch left = new CountDownLatch(writes);
    ledger.writeWhile(() -> left.getCount() > 0, left::countDown);
  }

  /** The low-level backup of PostgreSQL, which storage snapshots and pg_basebackup use too. */
  private static void backUp(PostgresUnderTest.Database database, Path to)
      throws SQLException, IOException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      Path from = Path.of(text(statement, "show data_directory"));
      statement.execute("select pg_backup_start('test', true)");
      copy(from, to);
      String label = text(statement, "select labelfile from pg_backup_stop(false)");
      copy(from.resolve("pg_wal"), to.resolve("pg_wal"));
      Files.deleteIfExists(to.resolve("postmaster.pid"));
      Files.deleteIfExists(to.resolve("postmaster.opts"));
      Files.writeString(to.resolve("backup_label"), label);
      Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Copies a directory; what comes or goes meanwhile may be missing. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    List<Path> entries;
    try (Stream<Path> listed = Files.list(from)) {
      entries = listed.toList();
    } catch (NoSuchFileException gone) {
      return;
    }
    for (Path entry : entries) {
      Path copy = to.resolve(entry.getFileName().toString());
      if (Files.isDirectory(entry)) {
        copy(entry, copy);
      } else {
        copyFile(entry, copy);
      }
    }
  }

  private static void copyFile(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException gone) {
      Files.deleteIfExists(to);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
