package org.fhirserver.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.fhirserver.sample.LoadSample;

/**
 * Starts servers on the database that this run of the tests is for, each with a fresh database.
 *
 * <p>Ordinary tests take the one {@link #shared()} server; a test that kills or configures a server
 * starts its own and closes it.
 */
public final class Servers implements AutoCloseable {

  /** The database that this run of the tests is for. */
  public enum DatabaseKind {
    DERBY,
    POSTGRESQL
  }

  /** The build names it to the server that Arquillian manages. */
  private static final String MANAGED_DATABASE = "managed";

  private static final String SAMPLE = "samples/synthea-10.tar.gz";

  /** Nobody waits for the shared server but the jobs that a test waits for. */
  private static final ServerOptions SHARED =
      ServerOptions.defaults().with("FHIR_JOB_TIME_SHARE", "100");

  private final AppServer appServer;
  private final Path directory;
  private final DatabaseKind kind;
  private final List<AutoCloseable> started = new CopyOnWriteArrayList<>();
  private final Once<RunningServer> shared = new Once<>(this::startShared);
  private final Once<ServerUnderTest> withSample = new Once<>(() -> startWith(SAMPLE));
  private final Optional<Path> managedDirectory;
  private volatile Optional<Path> keys = Optional.empty();
  private Optional<PostgresUnderTest> postgres = Optional.empty();

  Servers(AppServer appServer, Path directory, DatabaseKind kind, Optional<Path> managedDirectory) {
    this.appServer = appServer;
    this.directory = directory;
    this.kind = kind;
    this.managedDirectory = managedDirectory;
  }

  /** As the build configures it by system properties. */
  static Servers ofThisRun() {
    return new Servers(
        AppServer.named(
            property("fhir.test.app-server", "liberty"),
            Path.of(property("fhir.test.home", "../liberty-config/target/liberty/wlp"))
                .toAbsolutePath()),
        Path.of(property("fhir.test.directory", "target/servers")).toAbsolutePath(),
        DatabaseKind.valueOf(property("fhir.test.database", "derby").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(System.getProperty("managed.directory")).map(Path::of));
  }

  /** The database that this run of the tests is for. */
  public DatabaseKind databaseKind() {
    return kind;
  }

  /**
   * The server that ordinary tests share; it is started once, and if that fails it stays failed.
   */
  public RunningServer shared() {
    return shared.get();
  }

  /** Arquillian manages it if the build has prepared that. */
  private RunningServer startShared() {
    if (managedDirectory.isEmpty()) {
      return start(SHARED);
    }
    DatabaseUnderTest database =
        kind == DatabaseKind.DERBY ? Map::of : postgres().createDatabase(MANAGED_DATABASE);
    ManagedServer server = ManagedServer.start(appServer, managedDirectory.get(), database);
    started.add(server);
    return server;
  }

  /**
   * A server with the sample patients, loaded as README.md says, for tests that only read; it is
   * started and loaded once.
   */
  public ServerUnderTest withSample() {
    return withSample.get();
  }

  /** Starts a server of its own for a test, which closes it, with what is in a Synthea archive. */
  public ServerUnderTest startWith(String archive) {
    ServerUnderTest server = start(ServerOptions.defaults());
    try {
      LoadSample.main(new String[] {server.address() + "/fhir", archive});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while loading " + archive, e);
    }
    return server;
  }

  /** Starts a server of its own for a test, which closes it. */
  public ServerUnderTest start(ServerOptions options) {
    ServerUnderTest server =
        ServerUnderTest.start(appServer, newDirectory(), emptyDatabase(), options);
    started.add(server);
    keys = appServer.keyDirectory(server.directory());
    return server;
  }

  /** Starts a second node on the database of a server, under the same base URL. */
  public ServerUnderTest startBeside(RunningServer first, ServerOptions options) {
    return startOn(first.database(), first, options);
  }

  /** Starts a server on a database that has been in use, under the base URL of another server. */
  public ServerUnderTest startOn(
      DatabaseUnderTest database, RunningServer other, ServerOptions options) {
    ServerUnderTest server =
        ServerUnderTest.start(
            appServer,
            newDirectory(),
            database,
            options.with("FHIR_BASE_URL", other.address() + "/fhir"));
    started.add(server);
    return server;
  }

  /** Starts nodes at the same moment on one database, under the base URL of the first. */
  public List<ServerUnderTest> startTogether(
      int nodes, DatabaseUnderTest database, ServerOptions options) {
    List<ServerUnderTest> together = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      ServerOptions own =
          together.isEmpty()
              ? options
              : options.with("FHIR_BASE_URL", together.get(0).address() + "/fhir");
      together.add(ServerUnderTest.launch(appServer, newDirectory(), database, own));
    }
    started.addAll(together);
    together.forEach(ServerUnderTest::awaitReady);
    return together;
  }

  /** Starts a server that may never become ready. */
  public ServerUnderTest launch(ServerOptions options) {
    ServerUnderTest server =
        ServerUnderTest.launch(appServer, newDirectory(), emptyDatabase(), options);
    started.add(server);
    return server;
  }

  @Override
  public synchronized void close() throws Exception {
    try {
      for (AutoCloseable server : started) {
        server.close();
      }
    } finally {
      if (postgres.isPresent()) {
        postgres.get().close();
      }
    }
  }

  /** With the keys of an earlier server: making them is a quarter of what a start costs. */
  private Path newDirectory() {
    Path made = directory.resolve(kind.name().toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID());
    keys.ifPresent(earlier -> copy(earlier, appServer.keyDirectory(made).orElseThrow()));
    return made;
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy the keys of " + from, e);
    }
  }

  /** An empty database that no server uses yet. */
  public DatabaseUnderTest emptyDatabase() {
    return kind == DatabaseKind.DERBY ? Map::of : postgres().createDatabase();
  }

  private synchronized PostgresUnderTest postgres() {
    PostgresUnderTest running =
        postgres.orElseGet(
            () -> PostgresUnderTest.start(Integer.getInteger("managed.database-port", 0)));
    postgres = Optional.of(running);
    return running;
  }

  private static String property(String name, String standard) {
    return Objects.requireNonNullElse(System.getProperty(name), standard);
  }

  /** A server that is started when it is first asked for, and not again if that fails. */
  private static final class Once<T extends RunningServer> {
    private final Supplier<T> start;
    private Optional<CompletableFuture<T>> server = Optional.empty();

    Once(Supplier<T> start) {
      this.start = start;
    }

    synchronized T get() {
      CompletableFuture<T> known = server.orElseGet(this::started);
      server = Optional.of(known);
      return known.join();
    }

    private CompletableFuture<T> started() {
      try {
        return CompletableFuture.completedFuture(start.get());
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }
}
