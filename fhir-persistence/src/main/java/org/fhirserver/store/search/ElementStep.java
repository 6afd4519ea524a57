package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.List;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.TypeDefinition;

/** One step of a compiled path: from the elements found so far to the next ones. */
sealed interface ElementStep {

  /** The elements that this step leads to. */
  List<Element> select(List<Element> elements);

  /** The step in the canonical form of FHIRPath. */
  String text();

  /** To the children of that name. */
  record Child(String name) implements ElementStep {
    @Override
    public List<Element> select(List<Element> elements) {
      if (elements.size() == 1) {
        return elements.get(0).children(name);
      }
      List<Element> found = new ArrayList<>();
      for (Element element : elements) {
        found.addAll(element.children(name));
      }
      return found;
    }

    @Override
    public String text() {
      return "." + name;
    }
  }

  /** To those of that type. */
  record OfType(TypeDefinition type) implements ElementStep {
    @Override
    public List<Element> select(List<Element> elements) {
      if (elements.size() == 1) {
        return matches(elements.get(0)) ? elements : List.of();
      }
      return elements.stream().filter(this::matches).toList();
    }

    private boolean matches(Element element) {
      return element.type() == type;
    }

    @Override
    public String text() {
      return ".ofType(" + type.name() + ")";
    }
  }

  /** To those with a child of that name and primitive value. */
  record Where(String child, String literal) implements ElementStep {
    @Override
    public List<Element> select(List<Element> elements) {
      return elements.stream().filter(this::matches).toList();
    }

    private boolean matches(Element element) {
      return element.childValue(child).filter(literal::equals).isPresent();
    }

    @Override
    public String text() {
      return ".where(" + child + "='" + literal.replace("\\", "\\\\").replace("'", "\\'") + "')";
    }
  }

  /** To the one at that place, counted from 0. */
  record Item(int index) implements ElementStep {
    @Override
    public List<Element> select(List<Element> elements) {
      return index < elements.size() ? List.of(elements.get(index)) : List.of();
    }

    @Override
    public String text() {
      return "[" + index + "]";
    }
  }
}
