package org.fhirserver.it.fuzz;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML that can be changed into what is no XML any more. */
final class XmlTree {
  /** Woodstox reads attributes of half a million characters only, unless it is told to. */
  private static final String LONGEST_ATTRIBUTE = "com.ctc.wstx.maxAttributeSize";

  private static final XMLInputFactory FACTORY = factory();

  /** An attribute; its value is written as it is. */
  record Attribute(String name, String value) {}

  String name;
  final List<Attribute> attributes = new ArrayList<>();

  /** Elements, and texts as they are written. */
  final List<Object> children = new ArrayList<>();

  XmlTree(String name) {
    this.name = name;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    if (factory.isPropertySupported(LONGEST_ATTRIBUTE)) {
      factory.setProperty(LONGEST_ATTRIBUTE, Integer.MAX_VALUE);
    }
    return factory;
  }

  /**
   * The tree of valid XML; a namespace stands where it changes.
   *
   * @throws XMLStreamException if it is not well-formed
   */
  static XmlTree read(byte[] xml) throws XMLStreamException {
    XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml), "UTF-8");
    Deque<XmlTree> open = new ArrayDeque<>();
    Deque<String> namespaces = new ArrayDeque<>();
    XmlTree root = new XmlTree("");
    open.push(root);
    namespaces.push("");
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          XmlTree element = new XmlTree(reader.getLocalName());
          String namespace = String.valueOf(reader.getNamespaceURI());
          if (!namespace.equals(namespaces.peek())) {
            element.attributes.add(new Attribute("xmlns", namespace));
          }
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.attributes.add(
                new Attribute(
                    reader.getAttributeLocalName(i), escaped(reader.getAttributeValue(i))));
          }
          open.getFirst().children.add(element);
          open.push(element);
          namespaces.push(namespace);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          open.pop();
          namespaces.pop();
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (open.size() > 1) {
            open.getFirst().children.add(escaped(reader.getText()));
          }
        }
        default -> {
          // Comments and instructions say nothing.
        }
      }
    }
    return (XmlTree) root.children.get(0);
  }

  /** The text. */
  byte[] bytes() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write(StringBuilder out) {
    out.append('<').append(name);
    for (Attribute attribute : attributes) {
      out.append(' ').append(attribute.name()).append("=\"").append(attribute.value()).append('"');
    }
    if (children.isEmpty()) {
      out.append("/>");
      return;
    }
    out.append('>');
    for (Object child : children) {
      if (child instanceof XmlTree element) {
        element.write(out);
      } else {
        out.append(child);
      }
    }
    out.append("</").append(name).append('>');
  }

  XmlTree copy() {
    XmlTree copy = new XmlTree(name);
    copy.attributes.addAll(attributes);
    for (Object child : children) {
      copy.children.add(child instanceof XmlTree element ? element.copy() : child);
    }
    return copy;
  }

  /** All elements, this one first. */
  void collect(List<XmlTree> elements) {
    elements.add(this);
    for (Object child : children) {
      if (child instanceof XmlTree element) {
        element.collect(elements);
      }
    }
  }

  /** The first child element of that name, made if there is none. */
  XmlTree child(String childName) {
    for (Object child : children) {
      if (child instanceof XmlTree element && element.name.equals(childName)) {
        return element;
      }
    }
    XmlTree made = new XmlTree(childName);
    children.add(0, made);
    return made;
  }

  void set(String attribute, String value) {
    attributes.removeIf(present -> present.name().equals(attribute));
    attributes.add(new Attribute(attribute, value));
  }

  /**
   * What a resource says: its elements by name, each name in its order; without id, version and
   * time.
   */
  Object content() {
    XmlTree copy = copy();
    copy.children.removeIf(child -> child instanceof XmlTree e && e.name.equals("id"));
    copy.children.stream()
        .filter(child -> child instanceof XmlTree e && e.name.equals("meta"))
        .map(XmlTree.class::cast)
        .forEach(
            meta ->
                meta.children.removeIf(
                    child ->
                        child instanceof XmlTree e
                            && (e.name.equals("versionId") || e.name.equals("lastUpdated"))));
    copy.children.removeIf(
        child ->
            child instanceof XmlTree e
                && e.name.equals("meta")
                && e.children.stream().noneMatch(XmlTree.class::isInstance)
                && e.attributes.isEmpty());
    return copy.grouped();
  }

  private Object grouped() {
    if (name.equals("div")) {
      StringBuilder out = new StringBuilder();
      write(out);
      return out.toString();
    }
    Map<String, Object> said = new TreeMap<>();
    for (Attribute attribute : attributes) {
      said.put("@" + attribute.name(), attribute.value());
    }
    Map<String, List<Object>> elements = new LinkedHashMap<>();
    for (Object child : children) {
      if (child instanceof XmlTree element) {
        elements.computeIfAbsent(element.name, key -> new ArrayList<>()).add(element.grouped());
      } else if (!child.toString().replaceAll("&#(9|10|13);", "").isBlank()) {
        said.put("#", child);
      }
    }
    said.putAll(elements);
    return said;
  }

  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\n', '\r', '\t' -> out.append("&#").append(c).append(';');
                default -> out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
