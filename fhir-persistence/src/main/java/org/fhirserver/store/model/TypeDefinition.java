package org.fhirserver.store.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The definition of one FHIR type: a resource, a data type, a primitive or a backbone element.
 *
 * @see <a href="https://hl7.org/fhir/R4/structuredefinition.html">StructureDefinition</a>
 */
public final class TypeDefinition {

  /** What sort of type it is. */
  public enum Kind {
    PRIMITIVE,
    DATATYPE,
    BACKBONE,
    RESOURCE
  }

  private final String name;
  private final Kind kind;
  private final boolean isAbstract;
  private final Optional<TypeDefinition> base;
  private final PrimitiveFormat format;
  private final Property root;
  private final Map<String, ElementDefinition> elementsByName = new HashMap<>();
  private final Map<String, Property> properties = new HashMap<>();
  private List<ElementDefinition> elements = List.of();
  private long required;

  TypeDefinition(String name, Kind kind, boolean isAbstract, Optional<TypeDefinition> base) {
    this.name = name;
    this.kind = kind;
    this.isAbstract = isAbstract;
    this.base = base;
    this.format =
        kind == Kind.PRIMITIVE ? PrimitiveFormat.ofType(name) : PrimitiveFormat.NOT_PRIMITIVE;
    ElementDefinition self = new ElementDefinition(name, false, 1, 1, 0, Codes.NONE, true, false);
    this.root = self.complete(List.of(new ElementDefinition.Choice(this, List.of()))).get(0);
  }

  /** Adds the elements of its own after those of the base type; only while definitions load. */
  void complete(List<ElementDefinition> ownElements) {
    List<ElementDefinition> all = new ArrayList<>();
    base.ifPresent(type -> all.addAll(type.elements));
    all.addAll(ownElements);
    elements = List.copyOf(all);
    for (ElementDefinition element : elements) {
      elementsByName.put(element.name(), element);
      if (element.min() > 0) {
        required |= element.bit();
      }
      for (Property property : element.properties()) {
        properties.put(property.jsonName(), property);
        if (property.isPrimitive() && isExtensible(property)) {
          properties.put("_" + property.jsonName(), property);
        }
      }
    }
  }

  /** Narratives and what XML writes as attributes cannot be extended. */
  private boolean isExtensible(Property property) {
    String element = property.definition().name();
    boolean isAttribute =
        element.equals("id") && kind != Kind.RESOURCE
            || element.equals("url") && name.equals("Extension");
    return !isAttribute && property.type().format() != PrimitiveFormat.XHTML;
  }

  /** The name: "Patient", "HumanName", "dateTime", for a backbone its path "Patient.contact". */
  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether only its subtypes occur: Element, BackboneElement, Resource, DomainResource. */
  public boolean isAbstract() {
    return isAbstract;
  }

  /** The type it specializes: DomainResource, uri for canonical; none for Element and Resource. */
  public Optional<TypeDefinition> base() {
    return base;
  }

  /** Whether it is that type or one of its specializations. */
  public boolean isA(String typeName) {
    return name.equals(typeName) || (base.isPresent() && base.get().isA(typeName));
  }

  /** Whether it has a value. */
  public boolean isPrimitive() {
    return kind == Kind.PRIMITIVE;
  }

  /** Whether a text is a value of this primitive type. */
  public boolean accepts(String value) {
    return format.acceptsText(value);
  }

  /** The elements in the order of the definition, inherited ones (id, extension) included. */
  public List<ElementDefinition> elements() {
    return elements;
  }

  /** The element of that name; a choice is named without its type: "value". */
  public Optional<ElementDefinition> element(String elementName) {
    return Optional.ofNullable(elementsByName.get(elementName));
  }

  /** The element that has that name in JSON, "valueQuantity" for a choice. */
  public Optional<ElementDefinition> elementOf(String jsonName) {
    return Optional.ofNullable(properties.get(jsonName)).map(Property::definition);
  }

  /** The property of that JSON name, "valueQuantity", "birthDate" or "_birthDate". */
  @Nullable Property property(String jsonName) {
    return properties.get(jsonName);
  }

  /** The property that stands for a resource of this type that is contained nowhere. */
  Property root() {
    return root;
  }

  /** The bits of the elements that must be there. */
  long required() {
    return required;
  }

  PrimitiveFormat format() {
    return format;
  }

  @Override
  public String toString() {
    return name;
  }
}
