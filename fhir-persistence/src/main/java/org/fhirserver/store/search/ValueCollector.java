package org.fhirserver.store.search;

import java.math.BigDecimal;
import java.util.Optional;
import org.fhirserver.store.model.ResourceType;

/** Takes the values found at one path, in one element if composites pair by it. */
final class ValueCollector {
  private final IndexPath path;
  private final Optional<IndexPath> texts;
  private final int element;
  private final DistinctValues values;

  /**
   * A collector for one path.
   *
   * @param texts where texts stand that cannot stand with a code; empty if the path has none
   */
  ValueCollector(IndexPath path, Optional<IndexPath> texts, int element, DistinctValues values) {
    this.path = path;
    this.texts = texts;
    this.element = element;
    this.values = values;
  }

  void token(String system, String code) {
    token(system, code, "");
  }

  /** Adds a code with what it is called, in the form of {@link CodeText}; all may be "". */
  void token(String system, String code, String text) {
    if (code.isEmpty() && system.isEmpty()) {
      codeText(text);
      return;
    }
    IndexValue.Token token = new IndexValue.Token(path, element, system, code, text);
    values
        .add(token)
        .filter(present -> !((IndexValue.Token) present).text().equals(text))
        .ifPresent(present -> codeText(text));
  }

  /** Adds what something is called, in the form of {@link CodeText}. */
  void codeText(String text) {
    if (!text.isEmpty()) {
      texts.ifPresent(companion -> values.add(new IndexValue.CodeText(companion, text)));
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

  void position(double latitude, double longitude) {
    values.add(new IndexValue.Position(path, element, latitude, longitude));
  }
}
