package org.fhirserver.store.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The characters that the entities of HTML stand for.
 *
 * @see <a href="https://hl7.org/fhir/R4/narrative.html#xhtml">Limited XHTML content</a>
 */
final class XhtmlEntities {
  private static final Map<String, String> CHARACTERS = read("xhtml-entities.txt");

  private XhtmlEntities() {}

  private static Map<String, String> read(String file) {
    try (InputStream stream = XhtmlEntities.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + file);
      }
      return new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .collect(
              Collectors.toUnmodifiableMap(
                  words -> words[0], words -> Character.toString(Integer.parseInt(words[1]))));
    } catch (IOException e) {
      throw new IllegalStateException("Not readable: " + file, e);
    }
  }

  /** The character that the entity of that name stands for: "nbsp"; empty if there is none. */
  static Optional<String> character(String name) {
    return Optional.ofNullable(CHARACTERS.get(name));
  }
}
