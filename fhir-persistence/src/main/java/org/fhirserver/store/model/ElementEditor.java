package org.fhirserver.store.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes the elements of one resource in place. */
public final class ElementEditor {
  private final Element resource;

  /** Edits that resource and what is in it. */
  public ElementEditor(Element resource) {
    this.resource = resource;
  }

  /** The element that has this very one as a child; empty if none in the resource has. */
  public Optional<Element> parent(Element element) {
    return parent(resource, element);
  }

  private static Optional<Element> parent(Element candidate, Element element) {
    for (Element child : candidate.rawChildren()) {
      if (child == element) {
        return Optional.of(candidate);
      }
      Optional<Element> found = parent(child, element);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Adds a child in front of the one that has that place among those of its name, or behind all of
   * them; the first of its name takes the place that the definition gives it.
   */
  public void insert(Element parent, Element child, int index) {
    List<Element> children = new ArrayList<>(parent.children());
    List<Element> siblings = parent.children(child.name());
    if (siblings.isEmpty()) {
      children.add(place(children, child), child);
    } else {
      children.add(children.indexOf(siblings.get(0)) + index, child);
    }
    set(parent, children);
  }

  private static int place(List<Element> children, Element child) {
    int place = 0;
    while (place < children.size()
        && children.get(place).definition().index() < child.definition().index()) {
      place++;
    }
    return place;
  }

  /** Puts a child in the place of another one, of the same name. */
  public void replace(Element parent, Element old, Element child) {
    List<Element> children = new ArrayList<>(parent.children());
    children.set(children.indexOf(old), child);
    set(parent, children);
  }

  /** Takes a child away. */
  public void remove(Element parent, Element child) {
    List<Element> children = new ArrayList<>(parent.children());
    children.remove(child);
    set(parent, children);
  }

  private static void set(Element parent, List<Element> children) {
    parent.setChildren(children.toArray(Element[]::new));
  }
}
