package org.fhirserver.store.model;

import java.util.List;
import java.util.Optional;

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

  /** The name: "Patient", "HumanName", "dateTime", for a backbone its path "Patient.contact". */
  public String name() {
    throw new UnsupportedOperationException();
  }

  public Kind kind() {
    throw new UnsupportedOperationException();
  }

  /** The elements in the order of the definition, inherited ones (id, extension) included. */
  public List<ElementDefinition> elements() {
    throw new UnsupportedOperationException();
  }

  /** The element of that name; a choice is named without its type: "value". */
  public Optional<ElementDefinition> element(String name) {
    throw new UnsupportedOperationException();
  }
}
