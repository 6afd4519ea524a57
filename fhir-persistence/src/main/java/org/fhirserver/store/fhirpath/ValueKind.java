package org.fhirserver.store.fhirpath;

import org.fhirserver.store.model.TypeDefinition;

/** How the values of a type are compared. */
enum ValueKind {
  BOOLEAN,
  NUMBER,
  TEXT,
  DATE,
  TIME,
  COMPLEX;

  static ValueKind of(TypeDefinition type) {
    if (!type.isPrimitive()) {
      return COMPLEX;
    }
    return switch (type.name()) {
      case "boolean" -> BOOLEAN;
      case "integer", "decimal", "positiveInt", "unsignedInt" -> NUMBER;
      case "date", "dateTime", "instant" -> DATE;
      case "time" -> TIME;
      default -> TEXT;
    };
  }
}
