package org.fhirserver.store.model;

import java.util.List;
import java.util.Optional;

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

  /** The type; for a choice the type that was chosen. */
  public TypeDefinition type() {
    throw new UnsupportedOperationException();
  }

  /** The primitive value: the unescaped string, or the number or boolean as written. */
  public Optional<String> value() {
    throw new UnsupportedOperationException();
  }

  /** Puts another primitive value in place of the present one. */
  public void replaceValue(String value) {
    throw new UnsupportedOperationException();
  }

  /** The children of that name, a choice named without its type ("value"); empty if none. */
  public List<Element> children(String name) {
    throw new UnsupportedOperationException();
  }

  /** The first child of that name. */
  public Optional<Element> child(String name) {
    throw new UnsupportedOperationException();
  }
}
