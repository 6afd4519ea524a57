package org.fhirserver.store.search;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.ResourceType;

/** Takes the values found at one path, in one element if composites pair by it. */
final class ValueCollector {
  private final IndexPath path;
  private final int element;
  private final Set<IndexValue> values;

  ValueCollector(IndexPath path, int element, Set<IndexValue> values) {
    this.path = path;
    this.element = element;
    this.values = values;
  }

  void token(String system, String code) {
    if (!code.isEmpty() || !system.isEmpty()) {
      values.add(new IndexValue.Token(path, element, system, code));
    }
  }

  void text(String value) {
    if (!value.isEmpty()) {
      values.add(new IndexValue.Text(path, element, value));
    }
  }

  void date(DateRange range) {
    values.add(new IndexValue.Date(path, element, range));
  }

  void quantity(Optional<BigDecimal> low, Optional<BigDecimal> high, String system, String code) {
    values.add(new IndexValue.Quantity(path, element, low, high, system, code));
  }

  void reference(ResourceType type, String id) {
    values.add(new IndexValue.Reference(path, element, type, id));
  }

  void uri(String value) {
    if (!value.isEmpty()) {
      values.add(new IndexValue.Uri(path, element, value));
    }
  }
}
