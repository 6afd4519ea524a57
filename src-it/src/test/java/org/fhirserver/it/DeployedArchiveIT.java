package org.fhirserver.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What the server was given is the EAR of the build, whichever app server it is. */
@HttpTest
class DeployedArchiveIT {
  private final RunningServer server;

  DeployedArchiveIT(RunningServer server) {
    this.server = server;
  }

  @Test
  void theServerHasTheArchiveOfTheBuildByteByByte() throws IOException {
    String sha256 = BuiltArchive.sha256();
    System.out.println("SHA-256 of " + BuiltArchive.file() + ": " + sha256);

    try (ZipFile built = new ZipFile(BuiltArchive.file().toFile());
        ZipFile deployed = new ZipFile(deployedFile().toFile())) {
      Set<String> files = files(built);
      assertTrue(files.containsAll(List.of("fhir-web.war", "fhir-ejb.jar")), files::toString);
      assertTrue(files.stream().anyMatch(name -> name.matches("lib/.*fhir-persistence-.*jar")));
      assertEquals(files, files(deployed));
      for (String name : files) {
        assertArrayEquals(bytes(built, name), bytes(deployed, name), name);
      }
    }

    assertEquals(sha256, BuiltArchive.sha256());
  }

  /** The EAR in the server's own directory, whatever it is called there. */
  private Path deployedFile() throws IOException {
    try (Stream<Path> files = Files.walk(server.applicationDirectory())) {
      List<Path> archives = files.filter(Files::isRegularFile).toList();
      assertEquals(1, archives.size(), archives::toString);
      return archives.get(0);
    }
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
}
