package org.fhirserver.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged server as a process of its own: its own ports on loopback, its own data and logs.
 *
 * <p>The process is the server's JVM itself, so {@link #kill()} is what a crash is.
 */
public final class ServerUnderTest implements AutoCloseable {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final int LOG_TAIL_LINES = 40;

  /** A server of a test has no time to win back what the second compiler costs. */
  private static final String SHORT_LIFE = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final String KEYS = "output/defaultServer/resources/security";

  private static final String APPLICATION_FAILED = "CWWKZ0002E";

  private final Path wlp;
  private final Path directory;
  private final DatabaseUnderTest database;
  private final ServerOptions options;
  private final int httpPort;
  private final int httpsPort;
  private Process process;

  private ServerUnderTest(
      Path wlp, Path directory, DatabaseUnderTest database, ServerOptions options) {
    this.wlp = wlp;
    this.directory = directory;
    this.database = database;
    this.options = options;
    int[] ports = freePorts();
    this.httpPort = ports[0];
    this.httpsPort = ports[1];
    this.process = launch();
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param wlp the Liberty installation that the build assembled
   * @param directory where this server keeps data, logs and work files
   */
  static ServerUnderTest start(
      Path wlp, Path directory, DatabaseUnderTest database, ServerOptions options) {
    ServerUnderTest server = new ServerUnderTest(wlp, directory, database, options);
    server.awaitReady();
    return server;
  }

  /** Starts a server of which it is not said that it will ever be ready. */
  static ServerUnderTest launch(
      Path wlp, Path directory, DatabaseUnderTest database, ServerOptions options) {
    return new ServerUnderTest(wlp, directory, database, options);
  }

  /** The address without a path: {@code http://127.0.0.1:port}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  /** The same over TLS, with a certificate that no client trusts. */
  public URI secureAddress() {
    return URI.create("https://127.0.0.1:" + httpsPort);
  }

  /** The database of this server. */
  public DatabaseUnderTest database() {
    return database;
  }

  /** The directory that the server was told to keep its data in. */
  public Path dataDirectory() {
    return directory.resolve("data");
  }

  /** What the server wrote to its console since it was first started. */
  public String console() {
    try {
      return Files.readString(consoleFile(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the server has written that text to its console. */
  public void awaitConsole(String text) {
    long deadline = System.nanoTime() + options.readyTimeout().toNanos();
    while (!console().contains(text)) {
      if (await(process, POLL_INTERVAL) && !console().contains(text)) {
        throw new IllegalStateException("The server ended without " + text + logTail());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("The server did not write " + text + logTail());
      }
    }
  }

  /** The directory of the server's log files. */
  public Path logDirectory() {
    return directory.resolve("output/defaultServer/logs");
  }

  /** Where a server keeps the keys and certificate that it makes for itself. */
  static Path keyDirectory(Path directory) {
    return directory.resolve(KEYS);
  }

  /** The directory of this server. */
  Path directory() {
    return directory;
  }

  /** The process id of the server's JVM, to measure it. */
  public long pid() {
    return process.pid();
  }

  /** Ends the process at once, as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    await(process, STOP_TIMEOUT);
  }

  /** Asks the server to stop and waits until it has. */
  public void stop() {
    process.destroy();
    if (!await(process, STOP_TIMEOUT)) {
      kill();
      throw new IllegalStateException("The server did not stop in time" + logTail());
    }
  }

  /** Starts the server again on the same data and ports and waits until it is ready. */
  public void restart() {
    if (process.isAlive()) {
      stop();
    }
    process = launch();
    awaitReady();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  private Process launch() {
    try {
      Files.createDirectories(directory);
      ProcessBuilder builder =
          new ProcessBuilder(wlp.resolve("bin/server").toString(), "run", "defaultServer")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(consoleFile().toFile()));
      configure(builder.environment());
      Process started = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the server of " + wlp, e);
    }
  }

  private void configure(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("FHIR_")
                    || name.startsWith("WLP_")
                    || name.startsWith("HTTP_")
                    || name.equals("LOG_DIR"));
    environment.put("WLP_OUTPUT_DIR", directory.resolve("output").toString());
    environment.put("FHIR_DATA_DIRECTORY", dataDirectory().toString());
    environment.put("HTTP_PORT", Integer.toString(httpPort));
    environment.put("HTTPS_PORT", Integer.toString(httpsPort));
    environment.put("JVM_ARGS", SHORT_LIFE + " -Xmx" + options.heap());
    environment.put(
        "FHIR_DEVELOPMENT_IDENTITY_PROVIDER_ENABLED",
        Boolean.toString(options.developmentIdentityProvider()));
    environment.put("FHIR_BASE_URL", address() + "/fhir");
    environment.putAll(database.environment());
    environment.putAll(options.environment());
  }

  private void awaitReady() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve(options.readyPath()))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + options.readyTimeout().toNanos();
    while (!isReady(client, request)) {
      if (await(process, POLL_INTERVAL)) {
        throw new IllegalStateException(
            "The server ended with status "
                + process.exitValue()
                + " while it started"
                + logTail());
      }
      if (console().contains(APPLICATION_FAILED)) {
        kill();
        throw new IllegalStateException("The application did not start" + logTail());
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw new IllegalStateException("The server did not become ready in time" + logTail());
      }
    }
  }

  private static boolean isReady(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static boolean await(Process process, Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while waiting for the server", e);
  }

  /** The file of {@link #console()}. */
  public Path consoleFile() {
    return directory.resolve("console.log");
  }

  private String logTail() {
    List<String> lines = console().lines().toList();
    return ". Its log, "
        + consoleFile()
        + ", ends with:\n"
        + String.join(
            "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
  }

  private static int[] freePorts() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket first = new ServerSocket(0, 1, loopback);
        ServerSocket second = new ServerSocket(0, 1, loopback)) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    } catch (IOException e) {
      throw new UncheckedIOException("No free port", e);
    }
  }
}
