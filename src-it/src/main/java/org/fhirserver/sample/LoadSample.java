package org.fhirserver.sample;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Loads an archive of bundles as Synthea writes them into a running server: hospitals first, then
 * practitioners, then patients.
 *
 * <p>One file without dependencies, so that {@code java LoadSample.java} runs it.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">batch and transaction</a>
 */
public final class LoadSample {
  private static final String DEFAULT_BASE = "http://localhost:9080/fhir";
  private static final String DEFAULT_ARCHIVE = "src-it/samples/synthea-10.tar.gz";
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final int LAST_RANK = 2;
  private static final Pattern ACCESS_TOKEN =
      Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern ENTRY = Pattern.compile("\"fullUrl\"\\s*:");
  private static final Pattern FAILED_ENTRY = Pattern.compile("\"status\"\\s*:\\s*\"[45]\\d\\d");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI base;
  private final PrintStream out;

  private LoadSample(URI base, PrintStream out) {
    this.base = base;
    this.out = out;
  }

  /**
   * Loads the archive and ends with status 1 if a bundle was refused.
   *
   * @param arguments the base URL and the archive (.tar.gz), both optional
   */
  public static void main(String[] arguments) throws InterruptedException {
    URI base = URI.create(arguments.length > 0 ? arguments[0] : DEFAULT_BASE);
    Path archive = Path.of(arguments.length > 1 ? arguments[1] : DEFAULT_ARCHIVE);
    try {
      new LoadSample(base, System.out).load(archive);
    } catch (IOException e) {
      System.err.println(explain(e, base));
      System.exit(1);
    }
  }

  private static String explain(IOException e, URI base) {
    if (e instanceof java.net.ConnectException) {
      return "No server answers at " + base + "; start one with: mvn -Pstart";
    }
    if (e instanceof java.nio.file.NoSuchFileException) {
      return "There is no file " + e.getMessage() + "; run this from the root of the repository";
    }
    return String.valueOf(e.getMessage());
  }

  /** Reads the archive once for each rank, so that no more than one bundle is in memory. */
  private void load(Path archive) throws IOException, InterruptedException {
    Progress progress = new Progress(out, count(archive));
    String token = requestToken();
    for (int rank = 0; rank <= LAST_RANK; rank++) {
      try (Bundles bundles = new Bundles(archive)) {
        for (Optional<String> name = bundles.next(); name.isPresent(); name = bundles.next()) {
          if (rank(name.get()) == rank) {
            BundleFile file = new BundleFile(name.get(), bundles.content());
            post(file, token);
            progress.loaded(file.name(), count(ENTRY, file.json()));
          }
        }
      }
    }
  }

  private static int count(Path archive) throws IOException {
    int count = 0;
    try (Bundles bundles = new Bundles(archive)) {
      while (bundles.next().isPresent()) {
        count++;
      }
    }
    return count;
  }

  /** Hospitals and practitioners go before the patients that refer to them. */
  private static int rank(String name) {
    if (name.startsWith("hospital")) {
      return 0;
    }
    return name.startsWith("practitioner") ? 1 : LAST_RANK;
  }

  private void post(BundleFile file, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/fhir+json")
            .header("Accept", "application/fhir+json")
            .POST(BodyPublishers.ofString(file.json()))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          file.name() + " was refused: " + response.statusCode() + " " + response.body());
    }
    int failed = count(FAILED_ENTRY, response.body());
    if (failed > 0) {
      throw new IOException(failed + " entries of " + file.name() + " were refused");
    }
  }

  /** A token of the sample client that may write, from the development identity provider. */
  private String requestToken() throws IOException, InterruptedException {
    URI endpoint = base.resolve("/auth/default/oauth2/v1/token");
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=client_credentials&client_id=writer&client_secret=writer-secret"))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    Matcher token = ACCESS_TOKEN.matcher(response.body());
    if (response.statusCode() != 200 || !token.find()) {
      throw new IOException(
          "No token from " + endpoint + ": " + response.statusCode() + " " + response.body());
    }
    return token.group(1);
  }

  private static int count(Pattern pattern, String text) {
    return (int) pattern.matcher(text).results().count();
  }

  /** One bundle. */
  private record BundleFile(String name, String json) {}

  /** What has been loaded so far. */
  private static final class Progress {
    private final PrintStream out;
    private final int files;
    private final long start = System.nanoTime();
    private int done;
    private int resources;

    Progress(PrintStream out, int files) {
      this.out = out;
      this.files = files;
    }

    void loaded(String name, int count) {
      done++;
      resources += count;
      out.printf(
          Locale.ROOT,
          "%d of %d: %s, %d resources (%d so far, %.0f a second)%n",
          done,
          files,
          name,
          count,
          resources,
          resources / ((System.nanoTime() - start) / 1e9));
    }
  }

  /** The JSON files of a tar archive, one after another. */
  private static final class Bundles implements AutoCloseable {
    private static final int BLOCK = 512;

    private final InputStream in;
    private int size;
    private boolean unread;

    Bundles(Path archive) throws IOException {
      in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)));
    }

    /** The name of the next file; empty at the end, which blocks of zeros mark. */
    Optional<String> next() throws IOException {
      while (true) {
        if (unread) {
          in.skipNBytes(size + padding());
          unread = false;
        }
        byte[] header = in.readNBytes(BLOCK);
        if (header.length < BLOCK || header[0] == 0) {
          return Optional.empty();
        }
        String path = text(header, 0, 100);
        size = Integer.parseInt(text(header, 124, 12).strip(), 8);
        unread = true;
        if (path.endsWith(".json")) {
          return Optional.of(path.substring(path.lastIndexOf('/') + 1));
        }
      }
    }

    /** The content of the file whose name has just been answered. */
    String content() throws IOException {
      byte[] content = in.readNBytes(size);
      in.skipNBytes(padding());
      unread = false;
      return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    private int padding() {
      return (BLOCK - size % BLOCK) % BLOCK;
    }

    /** A field of the header of a tar entry, which a zero byte ends. */
    private static String text(byte[] header, int offset, int length) {
      String field = new String(header, offset, length, StandardCharsets.US_ASCII);
      int end = field.indexOf('\0');
      return end < 0 ? field : field.substring(0, end);
    }
  }
}
