package org.fhirserver.store.model.definitions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One element of a definition in FHIR's XML form.
 *
 * @param name the element name
 * @param value its attribute "value", else "url", else ""
 * @param children its child elements without the texts that no generator needs
 */
record SpecificationNode(String name, String value, List<SpecificationNode> children) {

  private static final Set<String> SKIPPED =
      Set.of("text", "mapping", "definition", "comment", "requirements", "example", "designation");

  /** The definitions of all types, without profiles and logical models. */
  static List<SpecificationNode> structures() {
    List<SpecificationNode> structures = new ArrayList<>();
    for (String file : List.of("profile/profiles-types.xml", "profile/profiles-resources.xml")) {
      for (SpecificationNode structure : resources(file, "StructureDefinition")) {
        boolean isProfile = structure.text("derivation").equals("constraint");
        if (!isProfile && !structure.text("kind").equals("logical")) {
          structures.add(structure);
        }
      }
    }
    return structures;
  }

  /** All resources of that type in the entries of a Bundle on the class path. */
  static List<SpecificationNode> resources(String file, String type) {
    List<SpecificationNode> resources = new ArrayList<>();
    String path = "/org/hl7/fhir/r4/model/" + file;
    try (var stream = SpecificationNode.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + path);
      }
      XMLInputFactory factory = XMLInputFactory.newFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      XMLStreamReader reader = factory.createXMLStreamReader(stream);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals(type)) {
          resources.add(read(reader));
        }
      }
    } catch (java.io.IOException | XMLStreamException e) {
      throw new IllegalStateException("Not readable: " + path, e);
    }
    return resources;
  }

  private static SpecificationNode read(XMLStreamReader reader) throws XMLStreamException {
    String name = reader.getLocalName();
    String value = reader.getAttributeValue(null, "value");
    if (value == null) {
      value = reader.getAttributeValue(null, "url");
    }
    List<SpecificationNode> children = new ArrayList<>();
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      if (!reader.isStartElement()) {
        continue;
      }
      if (SKIPPED.contains(reader.getLocalName())) {
        skip(reader);
      } else {
        children.add(read(reader));
      }
    }
    return new SpecificationNode(name, value == null ? "" : value, children);
  }

  private static void skip(XMLStreamReader reader) throws XMLStreamException {
    for (int depth = 1; depth > 0; ) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  /** The children of that name. */
  List<SpecificationNode> all(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).toList();
  }

  /** The value of the first child of that name, "" if there is none. */
  String text(String childName) {
    return children.stream()
        .filter(child -> child.name.equals(childName))
        .map(SpecificationNode::value)
        .findFirst()
        .orElse("");
  }
}
