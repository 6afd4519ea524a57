package org.fhirserver.service.validation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The jars of the profile validator. They lie packed within the jar of this module, where no class
 * loader looks into them, and are copied to a directory of their own to be loaded.
 */
final class ValidatorJars implements AutoCloseable {
  private static final String PACK = "META-INF/profile-validator";

  private final Path directory;
  private final List<URL> urls = new ArrayList<>();

  /**
   * Copies the jars to a new directory for temporary files, which only this user may read.
   *
   * @throws UncheckedIOException if there is no room for them
   */
  ValidatorJars() {
    try {
      directory = Files.createTempDirectory("fhir-validator-");
    } catch (IOException failure) {
      throw new UncheckedIOException("No directory for the jars of the validator", failure);
    }
    try {
      copy();
    } catch (IOException failure) {
      close();
      throw new UncheckedIOException("The jars of the validator cannot be copied", failure);
    }
  }

  /** Where the copies are. */
  List<URL> urls() {
    return List.copyOf(urls);
  }

  private void copy() throws IOException {
    InputStream pack = ValidatorJars.class.getClassLoader().getResourceAsStream(PACK);
    if (pack == null) {
      throw new FileNotFoundException(PACK);
    }
    try (ZipInputStream jars = new ZipInputStream(pack)) {
      for (ZipEntry jar = jars.getNextEntry(); jar != null; jar = jars.getNextEntry()) {
        Path target = directory.resolve(Path.of(jar.getName()).getFileName());
        Files.copy(jars, target);
        urls.add(target.toUri().toURL());
      }
    }
  }

  /** Deletes the copies, as far as the operating system lets it while they are open. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException failure) {
      throw new UncheckedIOException("The jars of the validator cannot be deleted", failure);
    }
  }
}
