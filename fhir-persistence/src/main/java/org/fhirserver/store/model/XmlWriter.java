package org.fhirserver.store.model;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Writes one resource in XML, the elements in the order of their definitions.
 *
 * @see <a href="https://hl7.org/fhir/R4/xml.html">XML representation</a>
 */
final class XmlWriter {
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  private static final Comparator<Element> BY_DEFINITION =
      Comparator.comparingInt(XmlWriter::index);
  private static final char REPLACEMENT = '\ufffd';

  private final boolean isIndented;
  private final Utf8Bytes xml = new Utf8Bytes();
  private int depth;

  XmlWriter(boolean isIndented) {
    this.isIndented = isIndented;
  }

  byte[] write(Element resource) {
    xml.raw(DECLARATION);
    writeResource(resource, " xmlns=\"" + FhirXml.FHIR + '"');
    return xml.toByteArray();
  }

  private void writeResource(Element resource, String namespace) {
    String name = resource.type().name();
    startLine();
    xml.raw('<').raw(name).raw(namespace);
    writeContent(resource, name);
  }

  private void writeElement(Element element) {
    if (element.type().format() == PrimitiveFormat.XHTML) {
      startLine();
      String div = element.rawValue();
      if (div != null) {
        new XhtmlMarkup(div, xml).write();
      }
      return;
    }
    startLine();
    xml.raw('<').raw(element.jsonName());
    if (element.type().kind() == TypeDefinition.Kind.RESOURCE) {
      xml.raw('>');
      depth++;
      writeResource(element, "");
      depth--;
      endTag(element.jsonName());
      return;
    }
    writeContent(element, element.jsonName());
  }

  /** Writes attributes and children behind the name in a start tag, and the end tag. */
  private void writeContent(Element element, String name) {
    Element[] children = inOrder(element.rawChildren());
    boolean hasElements = false;
    for (Element child : children) {
      if (XmlToJson.isAttribute(element.type(), child.name())) {
        writeAttribute(child.name(), child.value().orElse(""));
      } else {
        hasElements = true;
      }
    }
    String value = element.rawValue();
    if (value != null) {
      writeAttribute("value", value);
    }
    if (!hasElements) {
      xml.raw("/>");
      return;
    }
    xml.raw('>');
    depth++;
    for (Element child : children) {
      if (!XmlToJson.isAttribute(element.type(), child.name())) {
        writeElement(child);
      }
    }
    depth--;
    endTag(name);
  }

  private void endTag(String name) {
    startLine();
    xml.raw("</").raw(name).raw('>');
  }

  private void startLine() {
    if (isIndented) {
      xml.raw('\n');
      for (int i = 0; i < depth; i++) {
        xml.raw("  ");
      }
    }
  }

  private static Element[] inOrder(Element[] children) {
    for (int i = 1; i < children.length; i++) {
      if (index(children[i - 1]) > index(children[i])) {
        Element[] sorted = children.clone();
        Arrays.sort(sorted, BY_DEFINITION);
        return sorted;
      }
    }
    return children;
  }

  private static int index(Element element) {
    return Long.numberOfTrailingZeros(element.definition().bit());
  }

  private void writeAttribute(String name, String value) {
    xml.raw(' ').raw(name).raw("=\"");
    int start = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= '@' && c < Character.MIN_SURROGATE) {
        continue;
      }
      String escaped = escaped(c);
      if (!escaped.isEmpty()) {
        xml.text(value, start, i).text(escaped, 0, escaped.length());
        start = i + 1;
      }
    }
    xml.text(value, start, value.length()).raw('"');
  }

  /** What stands for a character that cannot stand for itself; empty if it can. */
  private static String escaped(char c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\n' -> "&#xA;";
      case '\r' -> "&#xD;";
      case '\t' -> "&#x9;";
      default -> isCharacter(c) ? "" : String.valueOf(REPLACEMENT);
    };
  }

  /**
   * Whether XML allows it; a surrogate is taken to be one of a pair.
   *
   * @see <a href="https://www.w3.org/TR/xml/#charsets">Characters</a>
   */
  static boolean isCharacter(char c) {
    return (c >= ' ' || c == '\t' || c == '\n' || c == '\r') && c != '\ufffe' && c != '\uffff';
  }
}
