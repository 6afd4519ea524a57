package org.fhirserver.it.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a release, and the server that comes out of them: {@code mvn verify -Prelease}. */
class ReleaseIT {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final String EJB_JAR = "fhir-ejb.jar";
  private static final String VALIDATOR = "META-INF/profile-validator";

  private final Path release = Path.of(System.getProperty("fhir.test.release", "target/release"));
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  @DisplayName("Every file has its checksum, and the package holds the very EAR")
  void everyFileHasItsChecksum(@TempDir Path directory) throws Exception {
    List<Path> files = list(release);
    Set<String> names =
        files.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    for (String end : List.of(".ear", "-liberty.zip", "-sbom.json", "-sbom.xml", "licences.txt")) {
      assertTrue(names.stream().anyMatch(name -> name.endsWith(end)), () -> end + " of " + names);
    }
    for (Path file : files) {
      if (!file.toString().endsWith(".sha256")) {
        String line = Files.readString(Path.of(file + ".sha256")).strip();
        assertEquals(sha256(file) + "  " + file.getFileName(), line);
      }
    }
    Path packed = unpack(directory).resolve("wlp/usr/servers/defaultServer/apps/fhir-ear.ear");
    assertEquals(sha256(file(".ear")), sha256(packed));
    System.out.println("EAR " + sha256(packed));
  }

  @Test
  @DisplayName("The bill of materials names every jar of the EAR and every driver, with a licence")
  void billOfMaterialsNamesEveryJar(@TempDir Path directory) throws IOException {
    JsonNode bill = new ObjectMapper().readTree(file("-sbom.json").toFile());
    assertEquals("CycloneDX", bill.path("bomFormat").asText());
    Set<String> listed =
        StreamSupport.stream(bill.path("components").spliterator(), false)
            .flatMap(ReleaseIT::names)
            .collect(Collectors.toSet());
    Set<String> jars = new TreeSet<>();
    try (InputStream ear = Files.newInputStream(file(".ear"))) {
      addJars(ear, jars);
    }
    assertTrue(jars.size() > 40, jars::toString);
    jars.removeAll(listed);
    assertEquals(Set.of(), jars, "not in the bill of materials");

    String licences = Files.readString(file("licences.txt"));
    for (String component : List.of("org.apache.derby:derby:", "org.postgresql:postgresql:")) {
      assertTrue(licences.contains(component), licences);
    }
    assertTrue(licences.contains("io.openliberty:openliberty-runtime:"), licences);
  }

  @Test
  @DisplayName("Unpacked in an empty directory, one script starts a server that knows Kirk")
  void oneScriptStartsTheServer(@TempDir Path directory) throws Exception {
    Path home = unpack(directory);
    int port = freePort();
    ProcessBuilder start =
        new ProcessBuilder(home.resolve("start").toString(), "--development")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("console.log").toFile());
    start
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("FHIR_") || name.startsWith("WLP_"));
    start
        .environment()
        .putAll(
            Map.of(
                "HTTP_PORT", String.valueOf(port),
                "HTTPS_PORT", String.valueOf(freePort()),
                "FHIR_BASE_URL", "http://localhost:" + port + "/fhir"));
    Process process = start.start();
    try {
      String address = "http://localhost:" + port;
      awaitReady(process, URI.create(address + "/health/ready"), directory);
      String token = token(address);

      HttpResponse<String> created =
          send(
              request(address + "/fhir/Patient", token)
                  .header("Content-Type", "application/fhir+json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Kirk\","
                              + "\"given\":[\"James\"]}],\"birthDate\":\"1960-12-25\"}")));
      assertEquals(201, created.statusCode(), created.body());
      HttpResponse<String> found =
          send(request(address + "/fhir/Patient?family=kirk&birthdate=lt1970", token));
      assertEquals(200, found.statusCode(), found.body());
      assertEquals(1, new ObjectMapper().readTree(found.body()).path("total").asInt());
      assertTrue(Files.isDirectory(home.resolve("data/derby")), "no data beside the script");
    } finally {
      Stream.concat(process.descendants(), Stream.of(process.toHandle()))
          .forEach(ProcessHandle::destroy);
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), "It did not stop");
    }
  }

  private String token(String address) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/auth/default/oauth2/v1/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString("writer:writer-secret".getBytes(UTF_8)))
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"));
    return new ObjectMapper().readTree(send(request).body()).path("access_token").asText();
  }

  private static HttpRequest.Builder request(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void awaitReady(Process process, URI ready, Path directory) throws Exception {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (!isReady(ready)) {
      assertTrue(
          process.isAlive() && System.nanoTime() < deadline,
          () -> "It did not start: " + read(directory.resolve("console.log")));
      TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
    }
  }

  private boolean isReady(URI ready) throws InterruptedException {
    try {
      return send(HttpRequest.newBuilder(ready)).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Unpacks the server, with the modes of its files, and answers its directory. */
  private Path unpack(Path directory) throws IOException {
    Path zip = file("-liberty.zip");
    try (FileSystem archive =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"))) {
      for (Path root : archive.getRootDirectories()) {
        try (Stream<Path> entries = Files.walk(root)) {
          for (Path entry : entries.toList()) {
            Path target = directory.resolve(root.relativize(entry).toString());
            if (Files.isDirectory(entry)) {
              Files.createDirectories(target);
            } else {
              Files.copy(entry, target);
              Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
            }
          }
        }
      }
    }
    return list(directory).stream()
        .filter(each -> each.getFileName().toString().startsWith("fhir-server-"))
        .findFirst()
        .orElseThrow();
  }

  private Path file(String end) throws IOException {
    return list(release).stream()
        .filter(each -> each.toString().endsWith(end))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No file *" + end));
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** What a component is called as a library of the EAR, and within the validator's archive. */
  private static Stream<String> names(JsonNode component) {
    String name = component.path("name").asText();
    String version = component.path("version").asText();
    return Stream.of(
        component.path("group").asText() + "-" + name + "-" + version + ".jar", name + ".jar");
  }

  /** Adds the names of the jars in an archive, those within the validator's archive too. */
  private static void addJars(InputStream archive, Set<String> jars) throws IOException {
    ZipInputStream zip = new ZipInputStream(archive);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName();
      if (name.equals(EJB_JAR) || name.equals(VALIDATOR)) {
        addJars(zip, jars);
      } else if (name.endsWith(".jar")) {
        jars.add(name.substring(name.lastIndexOf('/') + 1));
      }
    }
  }

  private static String sha256(Path file) throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
