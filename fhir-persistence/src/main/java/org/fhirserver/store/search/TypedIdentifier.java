package org.fhirserver.store.search;

/**
 * An identifier with the code of its type, as the modifier {@code :of-type} compares them.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">Modifiers</a>
 */
public final class TypedIdentifier {

  private TypedIdentifier() {}

  /** The one code that a type's code and a value stand for together. */
  public static String code(String typeCode, String value) {
    return typeCode.replace("\\", "\\\\").replace("|", "\\|") + "|" + value;
  }
}
