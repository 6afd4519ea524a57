package org.fhirserver.liberty;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the assembled server for development: in the foreground, with the development identity
 * provider, and with a hint how to use it once it is ready.
 *
 * <p>It ends the server when it is ended itself, with or without a terminal.
 */
public final class StartServer {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final Path wlp;
  private final Path dataDirectory;
  private final Map<String, String> environment;

  private StartServer(Path wlp, Path dataDirectory, Map<String, String> environment) {
    this.wlp = wlp;
    this.dataDirectory = dataDirectory;
    this.environment = environment;
  }

  /**
   * Runs the server until it stops.
   *
   * @param arguments the Liberty installation, and the data directory if FHIR_DATA_DIRECTORY is not
   *     set
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new StartServer(Path.of(arguments[0]), Path.of(arguments[1]), System.getenv()).run();
  }

  private void run() throws IOException, InterruptedException {
    Process server = launch();
    AtomicBoolean ending = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  ending.set(true);
                  end(server);
                }));
    if (awaitReady(server)) {
      System.out.println(hint());
    }
    int status = server.waitFor();
    if (status != 0 && !ending.get()) {
      throw new IllegalStateException("The server ended with status " + status);
    }
  }

  private Process launch() throws IOException {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    ProcessBuilder builder =
        new ProcessBuilder(
                wlp.resolve(windows ? "bin/server.bat" : "bin/server").toString(),
                "run",
                "defaultServer")
            .inheritIO();
    Map<String, String> settings = builder.environment();
    settings.putIfAbsent("FHIR_DATA_DIRECTORY", dataDirectory.toString());
    settings.putIfAbsent("FHIR_DEVELOPMENT_IDENTITY_PROVIDER_ENABLED", "true");
    // Logs and keys of this run stay out of the installation that is packaged.
    settings.putIfAbsent("WLP_OUTPUT_DIR", wlp.resolveSibling("output").toString());
    return builder.start();
  }

  private static void end(Process server) {
    server.destroy();
    try {
      server.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitReady(Process server) throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address() + "/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    while (!server.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
      if (isReady(client, request)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isReady(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String address() {
    return "http://localhost:" + environment.getOrDefault("HTTP_PORT", "9080");
  }

  private String hint() {
    return """

        The FHIR server is ready: %1$s/fhir
        A token (sample clients: reader, writer, admin):

          curl -s %1$s/auth/default/oauth2/v1/token -d grant_type=client_credentials \
        -d client_id=admin -d client_secret=admin-secret

        Ctrl-C stops the server.
        """
        .formatted(address());
  }
}
