package org.fhirserver.store.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the text of a narrative: one well-formed {@code div} with some content, and nothing in it
 * that is more than formatting.
 *
 * @see <a href="https://hl7.org/fhir/R4/narrative.html#xhtml">Limited XHTML content</a>
 */
public final class XhtmlScanner {
  private static final String DIV = "div";
  private static final String NOT_WELL_FORMED = "is not well-formed XHTML at character ";
  private static final String NO_BREAK_SPACE = "&nbsp;&#160;&#xA0;&#xa0;";

  private final String text;
  private final Deque<String> open = new ArrayDeque<>();
  private int position;
  private boolean hasContent;

  /** What ends the scan: the mistake that was found. */
  private static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    Mistake(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }

  private XhtmlScanner(String text) {
    this.text = text;
  }

  /** What is wrong with a narrative, as it goes on after "Element 'div' "; empty if nothing is. */
  public static Optional<String> mistakeIn(String xhtml) {
    try {
      new XhtmlScanner(xhtml).scan();
      return Optional.empty();
    } catch (Mistake mistake) {
      return Optional.of(mistake.reason);
    }
  }

  private void scan() throws Mistake {
    skipSpace();
    if (!text.startsWith("<" + DIV, position)) {
      throw new Mistake("must be XHTML within a single <div> element");
    }
    startTag();
    while (!open.isEmpty()) {
      if (position >= text.length()) {
        throw malformed();
      }
      char c = text.charAt(position);
      if (c == '<') {
        markup();
      } else if (c == '&') {
        hasContent |= !NO_BREAK_SPACE.contains(entity());
      } else {
        hasContent |= !isSpace(c) && c != '\u00a0';
        position++;
      }
    }
    skipSpace();
    if (position < text.length()) {
      throw new Mistake("must be XHTML within a single <div> element");
    }
    if (!hasContent) {
      throw new Mistake("must not be empty or only whitespace");
    }
  }

  private void markup() throws Mistake {
    if (text.startsWith("<!--", position)) {
      int end = text.indexOf("-->", position + 4);
      if (end < 0) {
        throw malformed();
      }
      position = end + 3;
    } else if (text.startsWith("</", position)) {
      position += 2;
      String name = name();
      skipSpace();
      expect('>');
      if (!name.equals(open.pop())) {
        throw malformed();
      }
    } else {
      startTag();
    }
  }

  private void startTag() throws Mistake {
    expect('<');
    String name = name();
    if (!XhtmlVocabulary.hasElement(name)) {
      throw new Mistake("has the illegal element " + Issues.quoted(name));
    }
    hasContent |= name.equals("img");
    Set<String> attributes = Set.of();
    while (true) {
      boolean separated = skipSpace();
      char c = current();
      if (c == '>') {
        position++;
        open.push(name);
        return;
      }
      if (c == '/') {
        position++;
        expect('>');
        return;
      }
      if (!separated) {
        throw malformed();
      }
      attributes = attributes.isEmpty() ? new HashSet<>() : attributes;
      attribute(name, attributes);
    }
  }

  private void attribute(String element, Set<String> before) throws Mistake {
    String name = name();
    if (!XhtmlVocabulary.hasAttribute(name)) {
      throw new Mistake(
          "has the illegal attribute "
              + Issues.quoted(name)
              + " on element "
              + Issues.quoted(element));
    }
    if (!before.add(name)) {
      throw malformed();
    }
    skipSpace();
    expect('=');
    skipSpace();
    String value = quoted();
    if (name.equals("xmlns") && !value.equals(FhirXml.XHTML)) {
      throw new Mistake("has another namespace than " + FhirXml.XHTML);
    }
    if (!XhtmlVocabulary.allowsLink(name, value)) {
      throw new Mistake(
          "has an illegal link in attribute " + Issues.quoted(name) + ": " + Issues.quoted(value));
    }
  }

  private String quoted() throws Mistake {
    char quote = current();
    if (quote != '"' && quote != '\'') {
      throw malformed();
    }
    position++;
    int start = position;
    while (current() != quote) {
      if (current() == '<') {
        throw malformed();
      }
      if (current() == '&') {
        entity();
      } else {
        position++;
      }
    }
    return text.substring(start, position++);
  }

  /** An entity or character reference, with ampersand and semicolon. */
  private String entity() throws Mistake {
    int start = position;
    int end = text.indexOf(';', start);
    if (end < start + 2 || end - start > 32) {
      throw malformed();
    }
    for (int i = start + 1; i < end; i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && !(c == '#' && i == start + 1 && end > start + 2)) {
        throw malformed();
      }
    }
    position = end + 1;
    return text.substring(start, position);
  }

  private String name() throws Mistake {
    int start = position;
    while (isLetterOrDigit(current()) || ":_-.".indexOf(current()) >= 0) {
      position++;
    }
    if (position == start || !Character.isLetter(text.charAt(start))) {
      position = start;
      throw malformed();
    }
    return text.substring(start, position);
  }

  private void expect(char expected) throws Mistake {
    if (current() != expected) {
      throw malformed();
    }
    position++;
  }

  private char current() throws Mistake {
    if (position >= text.length()) {
      throw malformed();
    }
    return text.charAt(position);
  }

  private boolean skipSpace() {
    int start = position;
    while (position < text.length() && isSpace(text.charAt(position))) {
      position++;
    }
    return position > start;
  }

  private Mistake malformed() {
    return new Mistake(NOT_WELL_FORMED + (position + 1));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  private static boolean isLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
