package org.fhirserver.store.model;

import java.util.List;

/**
 * The definition of one element inside a type.
 *
 * @see <a href="https://hl7.org/fhir/R4/elementdefinition.html">ElementDefinition</a>
 */
public final class ElementDefinition {

  /** The name without path; a choice is named without its type: "value". */
  public String name() {
    throw new UnsupportedOperationException();
  }

  /** Whether several types are allowed ("value[x]"). */
  public boolean isChoice() {
    throw new UnsupportedOperationException();
  }

  /** The allowed types; for an element that holds any resource the one type "Resource". */
  public List<TypeDefinition> types() {
    throw new UnsupportedOperationException();
  }
}
