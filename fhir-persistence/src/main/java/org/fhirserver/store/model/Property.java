package org.fhirserver.store.model;

import java.nio.charset.StandardCharsets;

/** An element under its name in JSON, which tells the type of a choice: "valueQuantity". */
final class Property {
  private final ElementDefinition definition;
  private final TypeDefinition type;
  private final String jsonName;
  private final byte[] key;
  private final byte[] partnerKey;

  Property(ElementDefinition definition, TypeDefinition type, String jsonName) {
    this.definition = definition;
    this.type = type;
    this.jsonName = jsonName;
    this.key = ("\"" + jsonName + "\":").getBytes(StandardCharsets.UTF_8);
    this.partnerKey = ("\"_" + jsonName + "\":").getBytes(StandardCharsets.UTF_8);
  }

  ElementDefinition definition() {
    return definition;
  }

  TypeDefinition type() {
    return type;
  }

  String jsonName() {
    return jsonName;
  }

  boolean isPrimitive() {
    return type.isPrimitive();
  }

  /** The quoted name with its colon. */
  byte[] key() {
    return key;
  }

  /** The quoted name of the property that holds id and extensions of a primitive. */
  byte[] partnerKey() {
    return partnerKey;
  }
}
