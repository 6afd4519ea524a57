package org.fhirserver.service.validation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars of the profile validator. They lie within the jar of this module, where no class loader
 * looks into them, and are copied to a directory of their own to be loaded.
 */
final class ValidatorJars implements AutoCloseable {
  private static final String LIST = "META-INF/validator/jars";

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
      for (String jar : names()) {
        urls.add(copy(jar));
      }
    } catch (IOException failure) {
      close();
      throw new UncheckedIOException("The jars of the validator cannot be copied", failure);
    }
  }

  /** Where the copies are. */
  List<URL> urls() {
    return List.copyOf(urls);
  }

  private static List<String> names() throws IOException {
    try (InputStream list = open(LIST)) {
      return List.of(new String(list.readAllBytes(), StandardCharsets.UTF_8).strip().split(","));
    }
  }

  private URL copy(String jar) throws IOException, MalformedURLException {
    Path target = directory.resolve(jar.substring(jar.lastIndexOf('/') + 1));
    try (InputStream source = open(jar)) {
      Files.copy(source, target);
    }
    return target.toUri().toURL();
  }

  private static InputStream open(String name) throws IOException {
    InputStream stream = ValidatorJars.class.getClassLoader().getResourceAsStream(name);
    if (stream == null) {
      throw new FileNotFoundException(name);
    }
    return stream;
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
