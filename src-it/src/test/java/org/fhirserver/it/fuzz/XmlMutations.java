package org.fhirserver.it.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fhirserver.it.fuzz.XmlTree.Attribute;

/** Breaks XML here and there, as one who knows what FHIR expects. */
final class XmlMutations {
  private static final List<String> NAMES =
      List.of(
          "id",
          "meta",
          "extension",
          "contained",
          "text",
          "div",
          "value",
          "valueString",
          "valueQuantity",
          "resourceType",
          "Patient",
          "identifier",
          "status",
          "f:status",
          "xml:lang",
          "a b",
          "");

  private static final List<String> TEXTS =
      List.of(
          "text",
          " \n ",
          "<!-- comment -->",
          "<![CDATA[<b>]]>",
          "<?instruction?>",
          "&amp;",
          "&nbsp;",
          "&unknown;",
          "&#0;",
          "&#x1F596;",
          "<",
          "]]>",
          "<b xmlns=\"http://www.w3.org/1999/xhtml\">b</b>",
          "<x:y/>",
          "<value value=\"1\"/>");

  private static final List<String> NAMESPACES =
      List.of(
          "http://hl7.org/fhir",
          "http://www.w3.org/1999/xhtml",
          "",
          "http://example.org/other",
          "urn:hl7-org:v3");

  private final Random random;

  XmlMutations(Random random) {
    this.random = random;
  }

  /** Changes a few places of a tree. */
  void mutate(XmlTree root) {
    int changes = random.nextInt(10) < 7 ? 1 : 2 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      List<XmlTree> elements = new ArrayList<>();
      root.collect(elements);
      change(Nasty.pick(random, elements), elements);
    }
  }

  private void change(XmlTree element, List<XmlTree> others) {
    switch (random.nextInt(13)) {
      case 0 -> element.name = Nasty.pick(random, NAMES);
      case 1 -> element.name = Nasty.pick(random, others).name;
      case 2 -> element.children.add(Nasty.pick(random, TEXTS));
      case 3 -> element.set("value", value());
      case 4 -> element.attributes.add(new Attribute("value", value()));
      case 5 -> element.attributes.clear();
      case 6 -> element.set("xmlns", Nasty.pick(random, NAMESPACES));
      case 7 -> element.set(Nasty.pick(random, List.of("id", "url", "xsi:type", "href")), value());
      case 8 -> element.children.add(0, Nasty.pick(random, others).copy());
      case 9 -> wrap(element);
      default -> changeChildren(element);
    }
  }

  private void changeChildren(XmlTree element) {
    if (element.children.isEmpty()) {
      element.set("value", value());
      return;
    }
    int index = random.nextInt(element.children.size());
    Object child = element.children.get(index);
    switch (random.nextInt(4)) {
      case 0 -> element.children.remove(index);
      case 1 -> element.children.add(copy(child));
      case 2 -> {
        element.children.remove(index);
        element.children.add(random.nextInt(element.children.size() + 1), child);
      }
      default -> {
        int most = Math.min(60, 200_000 / Math.max(1, length(child)));
        for (int i = random.nextInt(most + 1); i > 0; i--) {
          element.children.add(index, copy(child));
        }
      }
    }
  }

  private void wrap(XmlTree element) {
    for (int depth = random.nextInt(30) == 0 ? 120 : 1; depth > 0; depth--) {
      XmlTree inner = new XmlTree(Nasty.pick(random, NAMES));
      inner.children.addAll(element.children);
      element.children.clear();
      element.children.add(inner);
    }
  }

  private static Object copy(Object child) {
    return child instanceof XmlTree tree ? tree.copy() : child;
  }

  private static int length(Object child) {
    return child instanceof XmlTree tree ? tree.bytes().length : child.toString().length();
  }

  private String value() {
    String value = random.nextInt(3) == 0 ? Nasty.literal(random) : Nasty.string(random);
    return random.nextInt(10) == 0 ? value : XmlTree.escaped(value);
  }
}
