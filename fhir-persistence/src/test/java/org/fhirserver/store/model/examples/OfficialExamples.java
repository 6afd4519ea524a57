package org.fhirserver.store.model.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.tukaani.xz.XZInputStream;

/**
 * The official examples of R4 in JSON, byte for byte but without the space between tokens; made by
 * {@link OfficialExamplesMaker}.
 *
 * @see <a href="https://hl7.org/fhir/R4/downloads.html">Examples of FHIR R4</a>
 */
public final class OfficialExamples {
  static final String VALID = "r4-examples.ndjson.xz";
  static final String INVALID = "r4-invalid-examples.ndjson.xz";

  private OfficialExamples() {}

  /** Hands over each of the 5,281 examples that keep to the specification. */
  public static void forEach(Consumer<byte[]> consumer) {
    forEachLine(VALID, consumer);
  }

  /** Hands over each of the 13 examples that break the specification. */
  public static void forEachInvalid(Consumer<byte[]> consumer) {
    forEachLine(INVALID, consumer);
  }

  private static void forEachLine(String file, Consumer<byte[]> consumer) {
    try (InputStream stream = OfficialExamples.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + file);
      }
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(new XZInputStream(stream), StandardCharsets.UTF_8));
      reader.lines().forEach(line -> consumer.accept(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
