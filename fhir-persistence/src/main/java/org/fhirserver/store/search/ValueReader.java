package org.fhirserver.store.search;

import org.fhirserver.store.model.Element;

/** Turns an element of one FHIR type into values of one kind of search parameter. */
@FunctionalInterface
interface ValueReader {

  /** Adds the values of the element; none if it has nothing to search by. */
  void read(Element element, ValueCollector values);
}
