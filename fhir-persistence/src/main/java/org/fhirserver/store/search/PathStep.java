package org.fhirserver.store.search;

/** One step of a FHIRPath path as it is written, before names are looked up in the definitions. */
sealed interface PathStep {

  /** {@code .name}: the children of that name. */
  record Child(String name) implements PathStep {}

  /** {@code .ofType(Quantity)}, {@code .as(Quantity)}, {@code as Quantity}. */
  record OfType(String type) implements PathStep {}

  /** {@code .where(system='email')}. */
  record Where(String child, String literal) implements PathStep {}

  /** {@code .where(resolve() is Patient)}. */
  record ResolvesTo(String type) implements PathStep {}

  /** {@code [0]}: the item at that place of all that was found so far. */
  record Item(int index) implements PathStep {}

  /** {@code x.exists() and x != false}: true or false by what was found so far. */
  record ExistsAndIsNotFalse() implements PathStep {}
}
