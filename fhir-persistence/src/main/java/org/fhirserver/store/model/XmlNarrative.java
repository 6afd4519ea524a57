package org.fhirserver.store.model;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * Takes the narrative out of the XML of a resource, as the text that stands in JSON.
 *
 * <p>It stays as it was written, unless it means nothing by itself: then it is written anew.
 *
 * @see <a href="https://hl7.org/fhir/R4/narrative.html#xhtml">Limited XHTML content</a>
 */
final class XmlNarrative {

  /** How a narrative becomes text. */
  enum Form {
    VERBATIM,
    REBUILT
  }

  /** Says that a narrative has namespace prefixes or the like and must be rebuilt. */
  static final class NotVerbatimException extends Exception {
    private static final long serialVersionUID = 1L;

    NotVerbatimException() {
      super("", null, false, false);
    }
  }

  private final XMLStreamReader2 reader;
  private final Utf8Source source;
  private final byte[] xml;
  private final Form form;

  XmlNarrative(XMLStreamReader2 reader, Utf8Source source, byte[] xml, Form form) {
    this.reader = reader;
    this.source = source;
    this.xml = xml;
    this.form = form;
  }

  /**
   * Reads the element that the reader has come to, up to its end.
   *
   * @param xmlToJson who tells of mistakes
   */
  void read(XmlToJson xmlToJson, Utf8Bytes json) throws XMLStreamException, NotVerbatimException {
    if (form == Form.REBUILT) {
      json.string(rebuilt(xmlToJson));
      return;
    }
    int start = source.byteOffset(reader.getLocationInfo().getStartingCharOffset());
    if (reader.getNamespaceCount() == 0) {
      throw new NotVerbatimException();
    }
    for (int depth = 1; depth > 0; ) {
      switch (reader.getEventType()) {
        case XMLStreamConstants.START_ELEMENT -> requireVerbatim(xmlToJson);
        case XMLStreamConstants.CDATA -> throw new NotVerbatimException();
        default -> {
          // Text stays as it is.
        }
      }
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
    int end = source.byteOffset(reader.getLocationInfo().getEndingCharOffset());
    json.raw('"').stringInside(xml, start, end).raw('"');
  }

  private void requireVerbatim(XmlToJson xmlToJson) throws NotVerbatimException {
    xmlToJson.requireNamespace(FhirXml.XHTML);
    if (!reader.getPrefix().isEmpty()) {
      throw new NotVerbatimException();
    }
    for (int i = 0; i < reader.getNamespaceCount(); i++) {
      String prefix = reader.getNamespacePrefix(i);
      if (prefix != null && !prefix.isEmpty()) {
        throw new NotVerbatimException();
      }
    }
  }

  private String rebuilt(XmlToJson xmlToJson) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    boolean isEmpty = startTag(xmlToJson, text, " xmlns=\"" + FhirXml.XHTML + '"');
    for (int depth = 1; depth > 0; ) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          isEmpty = startTag(xmlToJson, text, "");
          depth++;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (!isEmpty) {
            text.append("</").append(reader.getLocalName()).append('>');
          }
          isEmpty = false;
          depth--;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            escape(reader.getText(), text);
        default -> {
          // Comments say nothing to the reader of a narrative.
        }
      }
    }
    return text.toString();
  }

  private boolean startTag(XmlToJson xmlToJson, StringBuilder text, String namespace)
      throws XMLStreamException {
    xmlToJson.requireNamespace(FhirXml.XHTML);
    text.append('<').append(reader.getLocalName()).append(namespace);
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String prefix = reader.getAttributePrefix(i);
      text.append(' ').append(prefix.isEmpty() ? "" : prefix + ":");
      text.append(reader.getAttributeLocalName(i)).append("=\"");
      escape(reader.getAttributeValue(i), text);
      text.append('"');
    }
    boolean isEmpty = reader.isEmptyElement();
    text.append(isEmpty ? "/>" : ">");
    return isEmpty;
  }

  private static void escape(String value, StringBuilder text) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        default -> text.append(c);
      }
    }
  }
}
