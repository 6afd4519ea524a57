package org.fhirserver.store.fhirpath;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule for the elements of one type or at one place, as the file has it in three lines:
 *
 * <pre>
 * invariant Patient.contact pat-1
 * expression name.exists() or telecom.exists() or address.exists() or organization.exists()
 * human SHALL at least contain a contact's details or a reference to an organization
 * </pre>
 *
 * @param path the type or element that it is a rule for
 * @param key its name in the specification
 * @param human what it says, in words
 * @see <a href="https://hl7.org/fhir/R4/conformance-rules.html#constraints">Constraints</a>
 */
record InvariantText(String path, String key, String expression, String human) {
  private static final String FILE = "invariants.txt";
  private static final int LINES = 3;

  /** All invariants of severity error that R4 has. */
  static List<InvariantText> load() {
    try (InputStream stream = InvariantText.class.getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + FILE);
      }
      return read(
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList());
    } catch (IOException e) {
      throw new IllegalStateException("Not readable: " + FILE, e);
    }
  }

  private static List<InvariantText> read(List<String> lines) {
    List<InvariantText> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += LINES) {
      String name = rest(lines.get(i), "invariant ");
      int space = name.indexOf(' ');
      all.add(
          new InvariantText(
              name.substring(0, space),
              name.substring(space + 1),
              rest(lines.get(i + 1), "expression "),
              rest(lines.get(i + 2), "human ")));
    }
    return all;
  }

  private static String rest(String line, String start) {
    if (!line.startsWith(start)) {
      throw new IllegalStateException("Not " + start + "in " + FILE + ": " + line);
    }
    return line.substring(start.length());
  }
}
