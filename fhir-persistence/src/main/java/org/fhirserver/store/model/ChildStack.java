package org.fhirserver.store.model;

import java.util.Arrays;

/** The children of all objects that are being read; an object takes its own when it ends. */
final class ChildStack {
  private static final Element[] NONE = {};
  private static final int FIRST_SIZE = 64;

  private Element[] elements = new Element[FIRST_SIZE];
  private int top;

  /** Where the children of the next object start. */
  int top() {
    return top;
  }

  void push(Element element) {
    if (top == elements.length) {
      elements = Arrays.copyOf(elements, 2 * top);
    }
    elements[top++] = element;
  }

  /** Removes and gives all from that place on. */
  Element[] take(int base) {
    Element[] taken = top == base ? NONE : Arrays.copyOfRange(elements, base, top);
    top = base;
    return taken;
  }

  /** The first child from that place on that is the element of this property. */
  Element first(int base, Property property) {
    return elements[indexOf(base, property)];
  }

  /** The children from that place on that are the element of this property. */
  Run run(int base, Property property) {
    int start = indexOf(base, property);
    int end = start;
    while (end < top && elements[end].definition() == property.definition()) {
      end++;
    }
    return new Run(property, start, end, top);
  }

  /** A run without children yet. */
  Run newRun(Property property) {
    return new Run(property, top, top, top);
  }

  private int indexOf(int base, Property property) {
    int i = base;
    while (i < top && elements[i].definition() != property.definition()) {
      i++;
    }
    return i;
  }

  /** The primitives of one array, while values or partners are joined to them. */
  final class Run {
    private final Property property;
    private final int start;
    private final int end;
    private final int added;

    private Run(Property property, int start, int end, int added) {
      this.property = property;
      this.start = start;
      this.end = end;
      this.added = added;
    }

    /** The primitive at that place of the array; must be asked from 0 up. */
    Element at(int index) {
      if (start + index < end) {
        return elements[start + index];
      }
      Element element = new Element(property, null);
      push(element);
      return element;
    }

    /** Moves what was added to the others, all at once: a long array must not cost its square. */
    void close() {
      if (end < added && added < top) {
        Element[] additions = Arrays.copyOfRange(elements, added, top);
        System.arraycopy(elements, end, elements, end + additions.length, added - end);
        System.arraycopy(additions, 0, elements, end, additions.length);
      }
    }
  }
}
