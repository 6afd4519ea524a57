package org.fhirserver.store.model.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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

  /** A narrative that says nothing breaks rule txt-2. */
  private static final Predicate<String> HAS_EMPTY_NARRATIVE =
      Pattern.compile("\"div\":\"<div xmlns=[^>]*>(\\\\n|\\s|</?pre>)*</div>\"").asPredicate();

  /** A logical model without base that is not abstract breaks rule sdf-4. */
  private static final Predicate<String> HAS_NO_BASE =
      Pattern.compile(
              "^\\{\"resourceType\":\"StructureDefinition\","
                  + "\"id\":\"(Definition|Event|FiveWs|Request)\"")
          .asPredicate();

  private static final Predicate<String> BREAKS_RULE = HAS_EMPTY_NARRATIVE.or(HAS_NO_BASE);

  private OfficialExamples() {}

  /** Hands over each of the 5,273 examples that keep to the specification. */
  public static void forEach(Consumer<byte[]> consumer) {
    forEachLine(VALID, BREAKS_RULE.negate(), consumer);
  }

  /** Hands over each of the 21 examples that break the specification. */
  public static void forEachInvalid(Consumer<byte[]> consumer) {
    forEachLine(VALID, BREAKS_RULE, consumer);
    forEachLine(INVALID, line -> true, consumer);
  }

  private static void forEachLine(
      String file, Predicate<String> filter, Consumer<byte[]> consumer) {
    try (InputStream stream = OfficialExamples.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + file);
      }
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(new XZInputStream(stream), StandardCharsets.UTF_8));
      reader
          .lines()
          .filter(filter)
          .forEach(line -> consumer.accept(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
