package org.fhirserver.store.model;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.CharConversionException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;

/**
 * Turns resources in XML into JSON and back.
 *
 * <p>On the way in nothing is checked but what JSON has no words for, such as the order of the
 * elements; values and cardinalities are checked by whoever reads the JSON.
 *
 * @see <a href="https://hl7.org/fhir/R4/xml.html">XML representation</a>
 */
public final class FhirXml {
  static final String FHIR = "http://hl7.org/fhir";
  static final String XHTML = "http://www.w3.org/1999/xhtml";

  private static final int DEEPEST_NESTING = 1000;
  private static final int MOST_ATTRIBUTES = 100;

  private final FhirDefinitions definitions;
  private final FhirJson json;
  private final XMLInputFactory2 factory = factory();

  /** Reads and writes resources of these definitions. */
  public FhirXml(FhirDefinitions definitions) {
    this.definitions = definitions;
    this.json = new FhirJson(definitions);
  }

  /** Document type declarations are refused, so that there is no entity that could expand. */
  private static XMLInputFactory2 factory() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(WstxInputProperties.P_LAZY_PARSING, false);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEEPEST_NESTING);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MOST_ATTRIBUTES);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, FhirJson.LONGEST_STRING);
    return factory;
  }

  /**
   * The resource in JSON.
   *
   * @throws FhirException INVALID with the place if it is no well-formed XML in UTF-8, or has
   *     something that FHIR has not
   */
  public byte[] toJson(byte[] xml) {
    try {
      return toJson(xml, XmlNarrative.Form.VERBATIM);
    } catch (XmlNarrative.NotVerbatimException e) {
      try {
        return toJson(xml, XmlNarrative.Form.REBUILT);
      } catch (XmlNarrative.NotVerbatimException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private byte[] toJson(byte[] xml, XmlNarrative.Form form)
      throws XmlNarrative.NotVerbatimException {
    Utf8Source source = new Utf8Source(xml);
    try {
      XMLStreamReader2 reader = (XMLStreamReader2) factory.createXMLStreamReader(source);
      XmlNarrative narrative = new XmlNarrative(reader, source, xml, form);
      return new XmlToJson(definitions, reader, narrative).read();
    } catch (XMLStreamException e) {
      throw unreadable(e);
    }
  }

  /** Whether some bytes begin like a resource of that type in XML. */
  public boolean isResource(byte[] bytes, ResourceType type) {
    try {
      XMLStreamReader2 reader =
          (XMLStreamReader2) factory.createXMLStreamReader(new Utf8Source(bytes));
      while (reader.next() != XMLStreamConstants.START_ELEMENT) {
        if (reader.getEventType() == XMLStreamConstants.DTD) {
          return false;
        }
      }
      return reader.getLocalName().equals(type.typeName()) && reader.getNamespaceURI().equals(FHIR);
    } catch (XMLStreamException e) {
      return false;
    }
  }

  private static FhirException unreadable(XMLStreamException e) {
    if (e.getNestedException() instanceof CharacterCodingException
        || e.getNestedException() instanceof CharConversionException) {
      return structure("The XML is no valid UTF-8.");
    }
    Location location = e.getLocation();
    String place =
        location == null
            ? ""
            : " at line " + location.getLineNumber() + ", column " + location.getColumnNumber();
    return structure("The XML is malformed or nested too deep" + place + ".");
  }

  private static FhirException structure(String diagnostics) {
    return new FhirException(
        FhirException.Category.INVALID, List.of(Issue.error("structure", diagnostics)));
  }

  /**
   * The resource in XML, the elements in the order of their definitions.
   *
   * @param resource a resource in JSON that this server has written; it is not checked again
   * @param isIndented whether each element has a line of its own
   */
  public byte[] fromJson(byte[] resource, boolean isIndented) {
    return new XmlWriter(isIndented).write(json.readStored(resource));
  }
}
