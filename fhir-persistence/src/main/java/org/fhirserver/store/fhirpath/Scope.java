package org.fhirserver.store.fhirpath;

import java.util.List;
import org.fhirserver.store.model.Element;

/**
 * What an expression, or a part of it, is asked of.
 *
 * @param context what the expression as a whole is asked of
 * @param focus {@code $this}, which every path that begins with a name starts at
 * @param index {@code $index}
 */
record Scope(Environment environment, Element context, List<Element> focus, int index) {

  /** The scope of a whole expression. */
  static Scope of(Environment environment, Element context) {
    return new Scope(environment, context, List.of(context), 0);
  }

  /** The scope of a criterion that is asked of one item of several. */
  Scope item(Element item, int place) {
    environment.spend(1);
    return new Scope(environment, context, List.of(item), place);
  }

  /** The scope of what is asked of several items together. */
  Scope items(List<Element> items) {
    return new Scope(environment, context, items, index);
  }

  void spend(long amount) {
    environment.spend(amount);
  }
}
