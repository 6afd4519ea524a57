package org.fhirserver.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packaged server as a process of its own: its own ports on loopback, its own data and logs.
 *
 * <p>The process is the server's JVM itself, so {@link #kill()} is what a crash is.
 */
public final class ServerUnderTest extends RunningServer implements AutoCloseable {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final int LOG_TAIL_LINES = 40;

  /**
   * A server of a test has no time to win back what the second compiler costs. Without that, the
   * place for compiled code is so small that the classes of Derby's statements fill it.
   */
  private static final List<String> SHORT_LIFE =
      List.of("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m", "-XX:+UseSerialGC");

  private final AppServer appServer;
  private final ServerOptions options;
  private Process process;

  private ServerUnderTest(
      AppServer appServer, Path directory, DatabaseUnderTest database, ServerOptions options) {
    super(appServer, instance(directory, options), appServer.places(directory), database);
    this.appServer = appServer;
    this.options = options;
    try {
      Files.createDirectories(directory);
      appServer.prepare(instance());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot prepare " + directory, e);
    }
    this.process = launch();
  }

  private static AppServer.Instance instance(Path directory, ServerOptions options) {
    List<Integer> ports = freePorts(3);
    return new AppServer.Instance(
        directory,
        ports.get(0),
        ports.get(1),
        ports.get(2),
        Stream.concat(SHORT_LIFE.stream(), Stream.of("-Xmx" + options.heap())).toList());
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param directory where this server keeps data, logs and work files
   */
  static ServerUnderTest start(
      AppServer appServer, Path directory, DatabaseUnderTest database, ServerOptions options) {
    ServerUnderTest server = new ServerUnderTest(appServer, directory, database, options);
    server.awaitReady();
    return server;
  }

  /** Starts a server of which it is not said that it will ever be ready. */
  static ServerUnderTest launch(
      AppServer appServer, Path directory, DatabaseUnderTest database, ServerOptions options) {
    return new ServerUnderTest(appServer, directory, database, options);
  }

  /** What it writes to its console when the application does not start. */
  public String applicationFailed() {
    return appServer.applicationFailed();
  }

  /** What it writes to its console when it has started, whether or not the application has. */
  public String started() {
    return appServer.started();
  }

  /** The directory that the server was told to keep its data in. */
  public Path dataDirectory() {
    return directory().resolve("data");
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

  /** The directory of this server. */
  Path directory() {
    return instance().directory();
  }

  /** The process id of the server's JVM, to measure it. */
  public long pid() {
    return jvm(process).pid();
  }

  /** Whether its process is there. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** Ends the process at once, as a power cut would. */
  public void kill() {
    kill(process);
    await(process, STOP_TIMEOUT);
  }

  private static void kill(Process process) {
    jvm(process).destroyForcibly();
    process.destroyForcibly();
  }

  /** The JVM, which may be a child of a script. */
  private static ProcessHandle jvm(Process process) {
    return process.descendants().findFirst().orElse(process.toHandle());
  }

  /** Asks the server to stop and waits until it has. */
  public void stop() {
    jvm(process).destroy();
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

  /** Ends the server, of which nothing is needed any more. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private Process launch() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(appServer.command(instance()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(consoleFile().toFile()));
      configure(builder.environment());
      Process started = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(started)));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + appServer, e);
    }
  }

  private void configure(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("FHIR_")
                    || name.startsWith("WLP_")
                    || name.startsWith("JBOSS_")
                    || name.startsWith("HTTP_")
                    || name.equals("LOG_DIR"));
    environment.putAll(appServer.environment(instance()));
    environment.put("FHIR_DATA_DIRECTORY", dataDirectory().toString());
    environment.put("HTTP_PORT", Integer.toString(instance().http()));
    environment.put("HTTPS_PORT", Integer.toString(instance().https()));
    environment.put(
        "FHIR_DEVELOPMENT_IDENTITY_PROVIDER_ENABLED",
        Boolean.toString(options.developmentIdentityProvider()));
    environment.put("FHIR_BASE_URL", address() + "/fhir");
    environment.putAll(database().environment());
    environment.putAll(options.environment());
  }

  void awaitReady() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(readyAddress()).timeout(Duration.ofSeconds(5)).build();
    long deadline = System.nanoTime() + options.readyTimeout().toNanos();
    while (!isReady(client, request)) {
      if (await(process, POLL_INTERVAL)) {
        throw new IllegalStateException(
            "The server ended with status "
                + process.exitValue()
                + " while it started"
                + logTail());
      }
      if (console().contains(appServer.applicationFailed())) {
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

  private String logTail() {
    List<String> lines = console().lines().toList();
    return ". Its log, "
        + consoleFile()
        + ", ends with:\n"
        + String.join(
            "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
  }

  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port", e);
    } finally {
      sockets.forEach(ServerUnderTest::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
