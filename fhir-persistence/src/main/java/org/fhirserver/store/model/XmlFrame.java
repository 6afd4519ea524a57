package org.fhirserver.store.model;

import org.jspecify.annotations.Nullable;

/** The state of one XML element with children; used again for the next one of its depth. */
final class XmlFrame {
  private TypeDefinition type;

  /** The bits of the elements that were read. */
  long seen;

  /** The element that was read last, of which more may follow. */
  @Nullable Property property;

  /** How many of it there were before the one that is being read. */
  int index;

  /** Its ids and extensions, if it is a repeating primitive that has any. */
  @Nullable Utf8Bytes partners;

  /** Whether something stands before the next property in JSON. */
  boolean needsComma;

  /** Whether an element was read that the type does not know. */
  boolean hasUnknown;

  XmlFrame(TypeDefinition type) {
    this.type = type;
  }

  void start(TypeDefinition newType, boolean isContinued) {
    type = newType;
    seen = 0;
    property = null;
    index = 0;
    partners = null;
    needsComma = isContinued;
    hasUnknown = false;
  }

  TypeDefinition type() {
    return type;
  }
}
