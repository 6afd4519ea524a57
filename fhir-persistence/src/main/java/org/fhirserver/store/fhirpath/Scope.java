package org.fhirserver.store.fhirpath;

import java.util.List;
import org.fhirserver.store.model.Element;

/**
 * What {@code $this} and {@code $index} are while a part of an expression is evaluated.
 *
 * @param focus {@code $this}, which every path that begins with a name starts at
 */
record Scope(Environment environment, List<Element> focus, int index) {

  /** The scope of a criterion that is asked of one item of several. */
  Scope item(Element item, int place) {
    environment.spend(1);
    return new Scope(environment, List.of(item), place);
  }

  void spend(long amount) {
    environment.spend(amount);
  }
}
