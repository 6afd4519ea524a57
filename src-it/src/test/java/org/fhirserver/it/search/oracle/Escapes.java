package org.fhirserver.it.search.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The backslash escapes of search values. */
final class Escapes {

  private Escapes() {}

  static String escape(String text) {
    return text.replaceAll("([\\\\,|$])", "\\\\$1");
  }

  static String unescape(String text) {
    return text.replaceAll("\\\\([\\\\,|$])", "$1");
  }

  /** The parts between separators that no backslash stands before; escapes stay. */
  static List<String> split(String text, char separator) {
    String guarded = text.replace("\\\\", "\u0001").replace("\\" + separator, "\u0002");
    return Arrays.stream(guarded.split(Pattern.quote("" + separator), -1))
        .map(part -> part.replace("\u0002", "\\" + separator).replace("\u0001", "\\\\"))
        .toList();
  }
}
