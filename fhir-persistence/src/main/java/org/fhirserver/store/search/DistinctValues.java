package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values found in a resource, in the order in which they were found; equal ones stand once. */
final class DistinctValues {
  private final Map<IndexValue, IndexValue> values = new LinkedHashMap<>();

  /** Adds a value; the one that keeps it out if an equal one stands here already. */
  Optional<IndexValue> add(IndexValue value) {
    return Optional.ofNullable(values.putIfAbsent(value, value));
  }

  List<IndexValue> all() {
    return new ArrayList<>(values.values());
  }
}
