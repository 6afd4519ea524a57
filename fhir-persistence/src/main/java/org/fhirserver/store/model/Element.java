package org.fhirserver.store.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One element of a resource, or a resource itself: its type, its primitive value if it has one, and
 * its children in the order in which they were written.
 *
 * <p>A primitive with extensions has both a value (or none) and children. The value is the text as
 * it was written: a decimal keeps its digits.
 *
 * @see <a href="https://hl7.org/fhir/R4/element.html">Element</a>
 */
public final class Element {
  private static final Element[] NO_CHILDREN = {};

  private final Property property;
  private final TypeDefinition type;
  private @Nullable String value;
  private Element[] children;

  /** An element with children; all children of one name stand side by side. */
  Element(Property property, TypeDefinition type, Element[] children) {
    this.property = property;
    this.type = type;
    this.children = children;
  }

  /** A primitive, which may have no value. */
  Element(Property property, @Nullable String value) {
    this(property, property.type(), NO_CHILDREN);
    this.value = value;
  }

  /** A primitive value that stands in no resource. It is not checked. */
  public static Element of(TypeDefinition type, String value) {
    return new Element(type.root(), value);
  }

  /** A resource, or another element that is no primitive, with nothing in it. */
  public static Element empty(TypeDefinition type) {
    return new Element(type.root(), type, NO_CHILDREN);
  }

  /** The type; for a choice the type that was chosen. */
  public TypeDefinition type() {
    return type;
  }

  /** The name of the element, "value" for a choice; for a resource by itself its type. */
  public String name() {
    return property.definition().name();
  }

  /** The name in JSON, "valueQuantity" for a choice. */
  public String jsonName() {
    return property.jsonName();
  }

  /** The definition of this element within the type of its parent. */
  public ElementDefinition definition() {
    return property.definition();
  }

  /** The primitive value: the unescaped string, or the number or boolean as written. */
  public Optional<String> value() {
    return Optional.ofNullable(value);
  }

  /**
   * Puts another primitive value in place of the present one. It is not checked.
   *
   * @throws IllegalStateException if this element is no primitive
   */
  public void replaceValue(String newValue) {
    if (!type.isPrimitive()) {
      throw new IllegalStateException("A " + type + " has no value");
    }
    value = newValue;
  }

  /** All children in the order in which they were written; those of one name side by side. */
  public List<Element> children() {
    return Collections.unmodifiableList(Arrays.asList(children));
  }

  /** The children of that name, a choice named without its type ("value"); empty if none. */
  public List<Element> children(String name) {
    int start = indexOf(name);
    if (start < 0) {
      return List.of();
    }
    ElementDefinition definition = children[start].definition();
    int end = start + 1;
    while (end < children.length && children[end].definition() == definition) {
      end++;
    }
    return end == start + 1 ? List.of(children[start]) : children().subList(start, end);
  }

  /** The first child of that name. */
  public Optional<Element> child(String name) {
    int start = indexOf(name);
    return start < 0 ? Optional.empty() : Optional.of(children[start]);
  }

  /** The value of the first child of that name. */
  public Optional<String> childValue(String name) {
    int start = indexOf(name);
    return start < 0 ? Optional.empty() : Optional.ofNullable(children[start].value);
  }

  private int indexOf(String name) {
    for (int i = 0; i < children.length; i++) {
      if (children[i].name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  Property property() {
    return property;
  }

  @Nullable String rawValue() {
    return value;
  }

  Element[] rawChildren() {
    return children;
  }

  /** Gives a primitive the value that stands apart from its extensions. */
  void setValue(@Nullable String newValue) {
    value = newValue;
  }

  /** Gives a primitive the id and extensions that stand apart from its value. */
  void setChildren(Element[] newChildren) {
    children = newChildren;
  }

  @Override
  public String toString() {
    return type + " " + jsonName();
  }
}
