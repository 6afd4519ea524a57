package org.fhirserver.store.model;

import org.fhirserver.store.FhirException;

/**
 * The identity of a resource: its type and its logical id.
 *
 * @param type the resource type
 * @param id the logical id, 1 to 64 characters of {@code [A-Za-z0-9\-.]}
 * @see <a href="https://hl7.org/fhir/R4/resource.html#id">Logical id</a>
 */
public record ResourceKey(ResourceType type, String id) {

  /**
   * Checks the id.
   *
   * @throws FhirException INVALID if the id breaks the rule
   */
  public ResourceKey {
    if (!isId(id)) {
      throw FhirException.invalid(
          "An id has 1 to 64 characters of A-Z, a-z, 0-9, '-' and '.'; the id given for "
              + type.typeName()
              + " has not.");
    }
  }

  /** Whether the text is a legal logical id. */
  public static boolean isId(String text) {
    if (text.isEmpty() || text.length() > 64) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '-'
          || c == '.')) {
        return false;
      }
    }
    return true;
  }

  /** The relative reference, {@code Patient/p1}. */
  @Override
  public String toString() {
    return type.typeName() + "/" + id;
  }
}
