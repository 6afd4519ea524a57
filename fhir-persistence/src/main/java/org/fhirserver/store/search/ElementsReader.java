package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.TypeDefinition;

/** Turns all elements at the end of a path into values. */
sealed interface ElementsReader {

  /** Adds the values of the elements. */
  void read(List<Element> elements, ValueCollector values);

  /** Reads elements that can have but one type. */
  record OfOneType(ValueReader reader) implements ElementsReader {
    @Override
    public void read(List<Element> elements, ValueCollector values) {
      for (Element element : elements) {
        reader.read(element, values);
      }
    }
  }

  /** Reads elements of several types; those of a type that is not listed have no values. */
  record ByType(List<Typed> readers) implements ElementsReader {

    /** The reader of one type. */
    record Typed(TypeDefinition type, ValueReader reader) {}

    @Override
    public void read(List<Element> elements, ValueCollector values) {
      for (Element element : elements) {
        read(element, values);
      }
    }

    private void read(Element element, ValueCollector values) {
      for (Typed candidate : readers) {
        if (candidate.type() == element.type()) {
          candidate.reader().read(element, values);
          return;
        }
      }
    }
  }

  /** Reads true if there is anything but false. */
  record ExistsAndIsNotFalse() implements ElementsReader {
    @Override
    public void read(List<Element> elements, ValueCollector values) {
      if (elements.isEmpty()) {
        values.token("", "false");
        return;
      }
      // An element that has only extensions exists, but no one knows whether it is false.
      Optional<String> value = elements.get(0).value();
      if (value.isPresent()) {
        values.token("", value.get().equals("false") ? "false" : "true");
      }
    }
  }
}
