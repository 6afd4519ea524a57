package org.fhirserver.store.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON of one resource while its XML is read.
 *
 * <p>A wrong value or an unknown element goes on into the JSON, so that its reader tells of it like
 * of all others, and of an entry of a batch only that entry is refused. What cannot be said in JSON
 * ends the reading.
 *
 * @see <a href="https://hl7.org/fhir/R4/xml.html">XML representation</a>
 */
final class XmlToJson {
  private static final String VALUE = "value";
  private static final String ID = "id";
  private static final String URL = "url";
  private static final String EXTENSION = "Extension";
  private static final int NO_PARTNER = -1;

  private final FhirDefinitions definitions;
  private final XMLStreamReader2 reader;
  private final XmlNarrative narrative;
  private final List<XmlFrame> frames = new ArrayList<>();
  private int depth;
  private Utf8Bytes json = new Utf8Bytes();

  XmlToJson(FhirDefinitions definitions, XMLStreamReader2 reader, XmlNarrative narrative) {
    this.definitions = definitions;
    this.reader = reader;
    this.narrative = narrative;
  }

  /** The JSON. */
  byte[] read() throws XMLStreamException, XmlNarrative.NotVerbatimException {
    nextTag();
    String encoding = reader.getCharacterEncodingScheme();
    if (encoding != null
        && !encoding.equalsIgnoreCase("UTF-8")
        && !encoding.equalsIgnoreCase("US-ASCII")) {
      throw mistake("The XML must be encoded as UTF-8");
    }
    resource();
    while (reader.hasNext()) {
      reader.next();
    }
    return json.toByteArray();
  }

  private void resource() throws XMLStreamException, XmlNarrative.NotVerbatimException {
    requireNamespace(FhirXml.FHIR);
    refuseAttributes();
    String name = reader.getLocalName();
    json.raw("{\"resourceType\":").string(name);
    Optional<TypeDefinition> type = ResourceType.named(name).map(definitions::resource);
    if (type.isPresent()) {
      children(type.get(), true, nextTag());
    } else {
      reader.skipElement();
    }
    json.raw('}');
  }

  /** Reads all children of an element; the event is that of the first one or of the end. */
  private void children(TypeDefinition type, boolean isContinued, int event)
      throws XMLStreamException, XmlNarrative.NotVerbatimException {
    XmlFrame frame = enter(type, isContinued);
    while (event == XMLStreamConstants.START_ELEMENT) {
      child(frame);
      event = nextTag();
    }
    endRun(frame);
    depth--;
  }

  private XmlFrame enter(TypeDefinition type, boolean isContinued) {
    if (depth == FhirJson.DEEPEST_NESTING) {
      throw mistake("The XML is nested too deep");
    }
    if (depth == frames.size()) {
      frames.add(new XmlFrame(type));
    }
    XmlFrame frame = frames.get(depth++);
    frame.start(type, isContinued);
    return frame;
  }

  private void child(XmlFrame frame) throws XMLStreamException, XmlNarrative.NotVerbatimException {
    String name = reader.getLocalName();
    Property property = name.charAt(0) == '_' ? null : frame.type().property(name);
    boolean isNarrative = property != null && property.type().format() == PrimitiveFormat.XHTML;
    requireNamespace(isNarrative ? FhirXml.XHTML : FhirXml.FHIR);
    if (property == null) {
      unknown(frame, name);
      return;
    }
    if (property != frame.property) {
      startRun(frame, property);
    } else if (property.definition().isRepeating()) {
      frame.index++;
      json.raw(',');
    } else {
      throw mistake("Element '" + name + "' is given twice");
    }
    if (isNarrative) {
      narrative.read(this, json);
    } else if (property.isPrimitive()) {
      primitive(frame, property);
    } else if (property.type().kind() == TypeDefinition.Kind.RESOURCE) {
      nestedResource();
    } else {
      object(property.type());
    }
  }

  /** Goes on into the JSON, so that its reader tells of it; once is enough. */
  private void unknown(XmlFrame frame, String name) throws XMLStreamException {
    if (name.charAt(0) == '_' || name.equals(ResourceTypeDetection.RESOURCE_TYPE)) {
      throw mistake("Unknown element " + Issues.quoted(name) + " in " + frame.type());
    }
    endRun(frame);
    if (!frame.hasUnknown) {
      frame.hasUnknown = true;
      comma(frame);
      json.string(name).raw(":null");
    }
    reader.skipElement();
  }

  private void startRun(XmlFrame frame, Property property) {
    endRun(frame);
    ElementDefinition definition = property.definition();
    String name = property.jsonName();
    if (isAttribute(frame.type(), name)) {
      throw mistake("'" + name + "' must be an attribute");
    }
    if ((frame.seen & definition.bit()) != 0) {
      throw mistake(
          definition.isChoice()
              ? "Only one '" + definition.name() + "[x]' may be given, not also '" + name + "'"
              : "All elements '" + name + "' must stand together");
    }
    long laterBits = -(definition.bit() << 1);
    if ((frame.seen & laterBits) != 0) {
      throw mistake("Element '" + name + "' stands behind elements that must come after it");
    }
    frame.seen |= definition.bit();
    frame.property = property;
    frame.index = 0;
    boolean isWrittenLater = property.isPrimitive() && !definition.isRepeating();
    if (!isWrittenLater || property.type().format() == PrimitiveFormat.XHTML) {
      comma(frame);
      json.raw(property.key());
    }
    if (definition.isRepeating()) {
      json.raw('[');
    }
  }

  private void endRun(XmlFrame frame) {
    Property property = frame.property;
    if (property == null) {
      return;
    }
    if (property.definition().isRepeating()) {
      json.raw(']');
    }
    Utf8Bytes partners = frame.partners;
    if (partners != null) {
      json.raw(',').raw(property.partnerKey()).raw(partners.toByteArray()).raw(']');
      frame.partners = null;
    }
    frame.property = null;
  }

  private void comma(XmlFrame frame) {
    if (frame.needsComma) {
      json.raw(',');
    }
    frame.needsComma = true;
  }

  private void primitive(XmlFrame frame, Property property)
      throws XMLStreamException, XmlNarrative.NotVerbatimException {
    String value = null;
    String id = null;
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      switch (attributeName(i)) {
        case VALUE -> value = reader.getAttributeValue(i);
        case ID -> id = reader.getAttributeValue(i);
        default -> refuseAttribute(i);
      }
    }
    int event = nextTag();
    boolean hasPartner = id != null || event == XMLStreamConstants.START_ELEMENT;
    if (property.definition().isRepeating()) {
      value(property, value);
      repeatingPartner(frame, property, id, hasPartner ? event : NO_PARTNER);
      return;
    }
    if (value != null || !hasPartner) {
      comma(frame);
      json.raw(property.key());
      value(property, value);
    }
    if (hasPartner) {
      comma(frame);
      json.raw(property.partnerKey());
      partner(property, id, event);
    }
  }

  /** Keeps id and extensions of one value among several until the array of values has ended. */
  private void repeatingPartner(XmlFrame frame, Property property, @Nullable String id, int event)
      throws XMLStreamException, XmlNarrative.NotVerbatimException {
    Utf8Bytes partners = frame.partners;
    if (partners == null) {
      if (event == NO_PARTNER) {
        return;
      }
      partners = new Utf8Bytes();
      partners.raw('[');
      for (int i = 0; i < frame.index; i++) {
        partners.raw("null,");
      }
      frame.partners = partners;
    } else {
      partners.raw(',');
    }
    if (event == NO_PARTNER) {
      partners.raw("null");
      return;
    }
    Utf8Bytes values = json;
    json = partners;
    partner(property, id, event);
    json = values;
  }

  private void partner(Property property, @Nullable String id, int event)
      throws XMLStreamException, XmlNarrative.NotVerbatimException {
    json.raw('{');
    if (id != null) {
      json.raw("\"id\":").string(id);
    }
    children(property.type(), id != null, event);
    json.raw('}');
  }

  /**
   * What is no number or boolean goes on as a string, so that the reader of the JSON refuses it.
   */
  private void value(Property property, @Nullable String value) {
    if (value == null) {
      json.raw("null");
      return;
    }
    boolean isString =
        switch (property.type().format()) {
          case BOOLEAN -> !value.equals("true") && !value.equals("false");
          case DECIMAL, INTEGER, POSITIVE_INT, UNSIGNED_INT -> !isNumber(value);
          default -> true;
        };
    if (isString) {
      json.string(value);
    } else {
      json.raw(value);
    }
  }

  /** Whether a text is a number in JSON: {@code -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?}. */
  static boolean isNumber(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int end = digits(text, start);
    if (end == start || (text.charAt(start) == '0' && end > start + 1)) {
      return false;
    }
    if (end < text.length() && text.charAt(end) == '.') {
      int fraction = end + 1;
      end = digits(text, fraction);
      if (end == fraction) {
        return false;
      }
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
      end = digits(text, exponent);
      if (end == exponent) {
        return false;
      }
    }
    return end == text.length();
  }

  private static int digits(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private void nestedResource() throws XMLStreamException, XmlNarrative.NotVerbatimException {
    refuseAttributes();
    if (nextTag() != XMLStreamConstants.START_ELEMENT) {
      json.raw("null");
      return;
    }
    resource();
    if (nextTag() == XMLStreamConstants.START_ELEMENT) {
      throw mistake("Only one resource may stand in an element");
    }
  }

  private void object(TypeDefinition type)
      throws XMLStreamException, XmlNarrative.NotVerbatimException {
    json.raw('{');
    boolean isContinued = false;
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String name = attributeName(i);
      if (!isAttribute(type, name)) {
        refuseAttribute(i);
      } else {
        json.raw(isContinued ? "," : "").string(name).raw(':').string(reader.getAttributeValue(i));
        isContinued = true;
      }
    }
    children(type, isContinued, nextTag());
    json.raw('}');
  }

  /** Whether XML has that element as an attribute: ids, and the URLs of extensions. */
  static boolean isAttribute(TypeDefinition type, String name) {
    return name.equals(ID)
        ? type.kind() != TypeDefinition.Kind.RESOURCE
        : name.equals(URL) && type.name().equals(EXTENSION);
  }

  private String attributeName(int index) {
    return reader.getAttributeNamespace(index).isEmpty() ? reader.getAttributeLocalName(index) : "";
  }

  private void refuseAttributes() {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      refuseAttribute(i);
    }
  }

  /** A hint where to find a schema says nothing about the resource. */
  private void refuseAttribute(int index) {
    if (!reader.getAttributeNamespace(index).equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)) {
      throw mistake(
          "Unknown attribute "
              + Issues.quoted(reader.getAttributeLocalName(index))
              + " on element "
              + Issues.quoted(reader.getLocalName()));
    }
  }

  /** Refuses the element that the reader has come to if it is of another namespace. */
  void requireNamespace(String namespace) {
    if (!namespace.equals(reader.getNamespaceURI())) {
      throw mistake(
          "Element "
              + Issues.quoted(reader.getLocalName())
              + " must be of the namespace "
              + namespace);
    }
  }

  /** Goes on to the next start or end of an element; nothing else may say anything. */
  private int nextTag() throws XMLStreamException {
    while (true) {
      int event = reader.next();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT, XMLStreamConstants.END_ELEMENT -> {
          return event;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!reader.isWhiteSpace()) {
            throw mistake("There is text between the elements");
          }
        }
        case XMLStreamConstants.DTD -> throw mistake("A document type declaration is not allowed");
        default -> {
          // White space, comments and instructions say nothing.
        }
      }
    }
  }

  private FhirException mistake(String reason) {
    Location location = reader.getLocation();
    String diagnostics =
        reason + " at line " + location.getLineNumber() + ", column " + location.getColumnNumber();
    String path = path();
    return new FhirException(
        FhirException.Category.INVALID,
        List.of(
            path.isEmpty()
                ? Issue.error("structure", diagnostics)
                : Issue.error("structure", diagnostics, path)));
  }

  /** The path of the element with a mistake, or of the one that it is in. */
  private String path() {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      XmlFrame frame = frames.get(i);
      if (i == 0) {
        path.append(frame.type());
      }
      Property property = frame.property;
      if (property != null) {
        path.append('.').append(property.definition().name());
        if (property.definition().isRepeating()) {
          path.append('[').append(frame.index).append(']');
        }
      }
    }
    return path.toString();
  }
}
