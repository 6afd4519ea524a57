package org.fhirserver.store.model;

import java.util.Set;

/**
 * Writes a narrative of JSON as a part of an XML document: the namespace must be declared there,
 * and the entities of HTML are not known.
 *
 * <p>The narrative must have passed {@link XhtmlScanner}.
 *
 * @see <a href="https://hl7.org/fhir/R4/narrative.html#xhtml">Limited XHTML content</a>
 */
final class XhtmlMarkup {
  private static final Set<String> ENTITIES_OF_XML = Set.of("amp", "lt", "gt", "quot", "apos");
  private static final String DIV = "<div";
  private static final int DECIMAL = 10;
  private static final int HEXADECIMAL = 16;

  private final String div;
  private final Utf8Bytes xml;
  private int written;

  XhtmlMarkup(String div, Utf8Bytes xml) {
    this.div = div;
    this.xml = xml;
  }

  void write() {
    int start = div.indexOf(DIV);
    written = start;
    int afterName = start + DIV.length();
    if (!hasNamespace(afterName)) {
      copyUpTo(afterName);
      xml.raw(" xmlns=\"" + FhirXml.XHTML + '"');
    }
    int end = div.lastIndexOf('>') + 1;
    for (int i = afterName; i < end; i++) {
      char c = div.charAt(i);
      if (c == '&') {
        i = reference(i);
      } else if (c == ']' && div.startsWith("]]>", i)) {
        replace(i, i + 3, "]]&gt;");
        i += 2;
      } else if (c == '<' && div.startsWith("<!--", i)) {
        i = comment(i);
      } else if (!XmlWriter.isCharacter(c)) {
        replace(i, i + 1, "\ufffd");
      }
    }
    copyUpTo(end);
  }

  private void copyUpTo(int end) {
    xml.text(div, written, end);
    written = end;
  }

  private void replace(int start, int end, String replacement) {
    copyUpTo(start);
    xml.text(replacement, 0, replacement.length());
    written = end;
  }

  private boolean hasNamespace(int start) {
    char quote = 0;
    for (int i = start; i < div.length(); i++) {
      char c = div.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return false;
      } else if (div.startsWith("xmlns", i)) {
        return true;
      }
    }
    return false;
  }

  /** Writes what stands for an entity or a character; gives the place of its last character. */
  private int reference(int start) {
    int end = div.indexOf(';', start);
    String name = div.substring(start + 1, end);
    if (name.startsWith("#")) {
      if (!isCharacterReference(name)) {
        replace(start, end + 1, "\ufffd");
      }
    } else if (!ENTITIES_OF_XML.contains(name)) {
      replace(start, end + 1, XhtmlEntities.character(name).orElseGet(() -> "&amp;" + name + ";"));
    }
    return end;
  }

  private static boolean isCharacterReference(String reference) {
    boolean isHexadecimal = reference.startsWith("#x");
    try {
      int character =
          Integer.parseInt(
              reference.substring(isHexadecimal ? 2 : 1), isHexadecimal ? HEXADECIMAL : DECIMAL);
      return character >= Character.MIN_SUPPLEMENTARY_CODE_POINT
          ? Character.isValidCodePoint(character)
          : character >= 0
              && !Character.isSurrogate((char) character)
              && XmlWriter.isCharacter((char) character);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** A comment with two dashes inside is none in XML; nobody misses it. */
  private int comment(int start) {
    int end = div.indexOf("-->", start + 4);
    String text = div.substring(start + 4, end);
    if (text.contains("--") || text.endsWith("-")) {
      replace(start, end + 3, "");
    }
    return end + 2;
  }
}
