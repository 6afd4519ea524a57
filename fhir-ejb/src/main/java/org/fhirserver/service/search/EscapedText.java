package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Search values with their backslash escapes.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#escaping">Escaping search parameters</a>
 */
final class EscapedText {

  private EscapedText() {}

  /** The parts between unescaped separators, escapes kept. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** The text without escapes: {@code \,} becomes a comma; other backslashes stay. */
  static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && ",|$\\".indexOf(text.charAt(i + 1)) >= 0) {
        i++;
        plain.append(text.charAt(i));
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
