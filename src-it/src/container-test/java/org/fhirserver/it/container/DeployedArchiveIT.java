package org.fhirserver.it.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;

/** What the server was given is the product, and it serves; seen from outside. */
@ArquillianTest
@RunAsClient
class DeployedArchiveIT {

  @Deployment
  static EnterpriseArchive deployment() {
    return ProductArchive.deployment(DeployedArchiveIT.class);
  }

  @Test
  void theServerHasTheModulesOfTheBuildByteByByte() throws IOException {
    String sha256 = ProductArchive.sha256();
    System.out.println("SHA-256 of " + ProductArchive.file().normalize() + ": " + sha256);

    try (ZipFile built = new ZipFile(ProductArchive.file().toFile());
        ZipFile deployed = new ZipFile(deployedFile().toFile())) {
      Set<String> expected = files(built);
      assertTrue(expected.containsAll(List.of("fhir-web.war", "fhir-ejb.jar")), expected::toString);
      assertTrue(expected.stream().anyMatch(name -> name.matches("lib/.*fhir-persistence-.*jar")));
      for (String name : expected) {
        if (!name.equals(ProductArchive.DESCRIPTOR)) {
          assertArrayEquals(bytes(built, name), bytes(deployed, name), name);
        }
      }
      assertEquals(
          ProductArchive.withTests(text(built, ProductArchive.DESCRIPTOR)),
          text(deployed, ProductArchive.DESCRIPTOR));
      expected.add(ProductArchive.TEST_MODULE);
      assertEquals(expected, files(deployed));
    }

    assertEquals(sha256, ProductArchive.sha256());
  }

  @Test
  void theApplicationAnswersWithItsCapabilities() throws Exception {
    HttpResponse<String> response = get("/fhir/metadata", "application/fhir+json");

    assertEquals(200, response.statusCode());
    assertTrue(response.body().contains("\"resourceType\":\"CapabilityStatement\""));
  }

  @Test
  void theApplicationAsksForAToken() throws Exception {
    assertEquals(401, get("/fhir/Patient", "application/fhir+json").statusCode());
  }

  @Test
  void theStartHasRemovedTheDrainFile() {
    assertFalse(Files.exists(directory().resolve("drain")));
  }

  /** The EAR as it lies in the server's own directory, whatever it is called there. */
  private static Path deployedFile() throws IOException {
    Path liberty =
        directory().resolve("usr/servers/fhir-container-test/apps/DeployedArchiveIT.ear");
    if (Files.exists(liberty)) {
      return liberty;
    }
    try (Stream<Path> files = Files.walk(directory().resolve("base/data/content"))) {
      List<Path> contents = files.filter(file -> file.endsWith("content")).toList();
      List<Path> archives = contents.stream().filter(Files::isRegularFile).toList();
      assertEquals(1, archives.size(), archives::toString);
      return archives.get(0);
    }
  }

  private static Path directory() {
    return Path.of(System.getProperty("container.directory"));
  }

  private static Set<String> files(ZipFile archive) {
    return archive.stream()
        .filter(entry -> !entry.isDirectory())
        .map(ZipEntry::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static byte[] bytes(ZipFile archive, String name) throws IOException {
    try (var content = archive.getInputStream(archive.getEntry(name))) {
      return content.readAllBytes();
    }
  }

  private static String text(ZipFile archive, String name) throws IOException {
    return new String(bytes(archive, name), StandardCharsets.UTF_8);
  }

  private static HttpResponse<String> get(String path, String accepted) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + System.getProperty("container.http-port") + path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).header("Accept", accepted).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
