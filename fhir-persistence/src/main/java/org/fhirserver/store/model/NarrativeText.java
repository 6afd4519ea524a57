package org.fhirserver.store.model;

import java.util.Set;

/**
 * The words that a reader sees in a narrative: without markup and comments, entities replaced.
 *
 * @see <a href="https://hl7.org/fhir/R4/narrative.html#xhtml">Limited XHTML content</a>
 */
public final class NarrativeText {
  /** Markup that changes how letters look and so does not part words. */
  private static final Set<String> WITHIN_WORDS =
      Set.of(
          "a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "dfn", "em", "font", "i",
          "kbd", "q", "samp", "small", "span", "strong", "sub", "sup", "tt", "var");

  private static final int DECIMAL = 10;
  private static final int HEXADECIMAL = 16;

  private final String xhtml;
  private final StringBuilder text;

  private NarrativeText(String xhtml) {
    this.xhtml = xhtml;
    this.text = new StringBuilder(xhtml.length());
  }

  /** The text of a narrative; one that is not well-formed yields what can be read of it. */
  public static String of(String xhtml) {
    return new NarrativeText(xhtml).read();
  }

  private String read() {
    int position = 0;
    while (position < xhtml.length()) {
      char c = xhtml.charAt(position);
      if (c == '<') {
        position = markup(position);
      } else if (c == '&') {
        position = reference(position);
      } else {
        text.append(c);
        position++;
      }
    }
    return text.toString();
  }

  /** Steps over a tag or comment. */
  private int markup(int start) {
    if (xhtml.startsWith("<!--", start)) {
      return behind("-->", start + 4);
    }
    int nameStart = xhtml.startsWith("</", start) ? start + 2 : start + 1;
    int nameEnd = nameStart;
    while (nameEnd < xhtml.length() && Character.isLetterOrDigit(xhtml.charAt(nameEnd))) {
      nameEnd++;
    }
    if (!WITHIN_WORDS.contains(xhtml.substring(nameStart, nameEnd))) {
      text.append(' ');
    }
    return endOfTag(nameEnd);
  }

  private int endOfTag(int start) {
    char quote = 0;
    for (int i = start; i < xhtml.length(); i++) {
      char c = xhtml.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
    return xhtml.length();
  }

  private int behind(String mark, int start) {
    int end = xhtml.indexOf(mark, start);
    return end < 0 ? xhtml.length() : end + mark.length();
  }

  /** Adds what an entity or a character reference stands for. */
  private int reference(int start) {
    int end = xhtml.indexOf(';', start);
    if (end < 0) {
      text.append('&');
      return start + 1;
    }
    String name = xhtml.substring(start + 1, end);
    text.append(name.startsWith("#") ? character(name) : XhtmlEntities.character(name).orElse(" "));
    return end + 1;
  }

  private static String character(String reference) {
    boolean isHexadecimal = reference.startsWith("#x");
    try {
      int code =
          Integer.parseInt(
              reference.substring(isHexadecimal ? 2 : 1), isHexadecimal ? HEXADECIMAL : DECIMAL);
      return Character.isValidCodePoint(code) ? Character.toString(code) : " ";
    } catch (NumberFormatException malformed) {
      return " ";
    }
  }
}
