package org.fhirserver.store.terminology;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The code systems and value sets that the specification itself defines, those of v2 and v3
 * included. The file is read when something is first asked for; from then on its text is kept, and
 * a definition is made of its lines whenever it is asked for.
 *
 * @see <a href="https://hl7.org/fhir/R4/terminologies-systems.html">Code systems</a>
 */
public final class SpecificationTerminology implements TerminologySource {
  private static final String FILE = "terminology.txt";

  /** The lines of each definition by their first two words, "system" or "valueset" and the URL. */
  private @Nullable Map<String, String> blocks;

  @Override
  public Optional<CodeSystemDefinition> codeSystem(Canonical canonical) {
    return lines("system", canonical.url())
        .or(() -> lines("system", canonical.toString()))
        .map(SpecificationLines::codeSystem)
        .filter(system -> isAsked(canonical, system.canonical()));
  }

  @Override
  public Optional<ValueSetDefinition> valueSet(Canonical canonical) {
    return lines("valueset", canonical.url())
        .map(SpecificationLines::valueSet)
        .filter(valueSet -> isAsked(canonical, valueSet.canonical()));
  }

  private static boolean isAsked(Canonical asked, Canonical found) {
    return asked.version().isEmpty() || asked.version().equals(found.version());
  }

  private Optional<List<String>> lines(String kind, String url) {
    return Optional.ofNullable(blocks().get(kind + "\t" + url))
        .map(block -> block.lines().toList());
  }

  private synchronized Map<String, String> blocks() {
    Map<String, String> known = blocks;
    if (known == null) {
      known = read();
      blocks = known;
    }
    return known;
  }

  private static Map<String, String> read() {
    try (InputStream stream = SpecificationTerminology.class.getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + FILE);
      }
      return split(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("Not readable: " + FILE, e);
    }
  }

  /** A definition starts with a line that is not indented; the first line is a comment. */
  private static Map<String, String> split(String text) {
    Map<String, String> blocks = new HashMap<>();
    int start = text.indexOf('\n') + 1;
    while (start < text.length()) {
      int end = text.indexOf('\n', start) + 1;
      while (end < text.length() && text.charAt(end) == ' ') {
        end = text.indexOf('\n', end) + 1;
      }
      String block = text.substring(start, end);
      int url = block.indexOf('\t') + 1;
      blocks.put(block.substring(0, block.indexOf('\t', url)), block);
      start = end;
    }
    return blocks;
  }
}
