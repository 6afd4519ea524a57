package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;

/**
 * A path with what reads its values.
 *
 * @param path what stands in the index
 * @param texts for codes: its companion for texts; else empty
 * @param source the way to its elements
 * @param reader what turns the elements into values
 */
record IndexedPath(
    IndexPath path, Optional<IndexPath> texts, CompiledPath source, ElementsReader reader) {

  /** The elements of a resource that the path leads to. */
  List<Element> select(Element resource) {
    List<Element> elements = List.of(resource);
    for (ElementStep step : source.steps()) {
      elements = step.select(elements);
    }
    return elements;
  }

  /** Whether there may be canonical URLs, which lead to whatever calls itself by them. */
  boolean namesUrls() {
    return source.types().stream()
        .anyMatch(type -> ReferenceValues.uriReader(type.name()).isPresent());
  }

  /** Adds the values of the elements that the path leads to. */
  void read(List<Element> elements, int ordinal, DistinctValues values) {
    int element = path.numbersElements() ? ordinal : IndexValue.NO_ELEMENT;
    reader.read(elements, new ValueCollector(path, texts, element, values));
  }
}
