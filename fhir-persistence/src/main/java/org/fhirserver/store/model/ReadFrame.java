package org.fhirserver.store.model;

/** The state of one object that is being read; used again for the next object of its depth. */
final class ReadFrame {
  private Property property;
  private TypeDefinition type;

  /** The place of the object in its array, or -1. */
  int index;

  /** Where its children start on the stack of the reader. */
  int base;

  /** The bits of the elements whose values were read. */
  long values;

  /** The bits of the elements whose ids and extensions were read. */
  long partners;

  /** Whether a null or a partner was read, so that there may be a primitive without value. */
  boolean hasPairs;

  /** How many issues there were before it. */
  int issuesBefore;

  /** Whether the type of the resource was read. */
  boolean hasResourceType;

  /** Whether it had any property, even a wrong one. */
  boolean hasContent;

  ReadFrame(Property property, TypeDefinition type) {
    this.property = property;
    this.type = type;
  }

  void start(Property newProperty, TypeDefinition newType, int newIndex, int newBase) {
    property = newProperty;
    type = newType;
    index = newIndex;
    base = newBase;
    values = 0;
    partners = 0;
    hasPairs = false;
    hasResourceType = false;
    hasContent = false;
  }

  Property property() {
    return property;
  }

  TypeDefinition type() {
    return type;
  }
}
