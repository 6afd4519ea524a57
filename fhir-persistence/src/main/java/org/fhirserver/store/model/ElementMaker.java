package org.fhirserver.store.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes elements for a place in a type out of values that come from another place. Nothing is
 * shared with what they are made of.
 */
public final class ElementMaker {
  private static final Element[] NO_CHILDREN = {};
  private static final Comparator<Element> ORDER_OF_DEFINITION =
      Comparator.comparingLong(child -> child.definition().index());

  private ElementMaker() {}

  /**
   * The element of that name with the value of another one; empty if the value does not fit.
   *
   * @param element a definition of the type that the element is for
   */
  public static Optional<Element> of(ElementDefinition element, Element value) {
    for (Property property : element.properties()) {
      if (property.type() == value.type()) {
        return converted(property, value);
      }
    }
    return element.isChoice() ? Optional.empty() : converted(element.properties().get(0), value);
  }

  /**
   * The element of that name with those children; empty if it may have several types, or one that
   * has no such children.
   *
   * @param children made for the type of the element, in any order
   */
  public static Optional<Element> of(ElementDefinition element, Collection<Element> children) {
    Property property = element.properties().get(0);
    TypeDefinition type = property.type();
    boolean fits =
        element.properties().size() == 1
            && !property.isPrimitive()
            && children.stream().allMatch(child -> type.elements().contains(child.definition()));
    if (!fits || hasTooMany(children)) {
      return Optional.empty();
    }
    Element[] sorted = children.stream().sorted(ORDER_OF_DEFINITION).toArray(Element[]::new);
    return Optional.of(new Element(property, type, sorted));
  }

  private static boolean hasTooMany(Collection<Element> children) {
    long single = children.stream().filter(child -> !child.definition().isRepeating()).count();
    return single
        != children.stream()
            .map(Element::definition)
            .filter(definition -> !definition.isRepeating())
            .distinct()
            .count();
  }

  private static Optional<Element> converted(Property property, Element value) {
    TypeDefinition type = property.type();
    if (type.kind() == TypeDefinition.Kind.RESOURCE) {
      return value.type().isA(type.name())
          ? children(value.type(), value).map(all -> new Element(property, value.type(), all))
          : Optional.empty();
    }
    if (type.isPrimitive() != value.type().isPrimitive()) {
      return Optional.empty();
    }
    Optional<Element[]> children = children(type, value);
    if (!type.isPrimitive()) {
      return children.map(all -> new Element(property, type, all));
    }
    return accepts(property, value.rawValue())
        ? children.map(all -> primitive(property, value.rawValue(), all))
        : Optional.empty();
  }

  private static boolean accepts(Property property, @Nullable String value) {
    return value == null
        || property.type().accepts(value)
            && (!property.type().name().equals("code")
                || property.definition().codes().allows(value));
  }

  private static Element primitive(Property property, @Nullable String value, Element[] children) {
    Element element = new Element(property, value);
    element.setChildren(children);
    return element;
  }

  private static Optional<Element[]> children(TypeDefinition type, Element value) {
    Element[] all = value.rawChildren();
    if (all.length == 0) {
      return Optional.of(NO_CHILDREN);
    }
    List<Element> made = new ArrayList<>(all.length);
    for (Element child : all) {
      Property property = type.property(child.jsonName());
      Optional<Element> copy = property == null ? Optional.empty() : converted(property, child);
      if (copy.isEmpty()) {
        return Optional.empty();
      }
      made.add(copy.get());
    }
    return Optional.of(made.toArray(Element[]::new));
  }
}
