package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;

/**
 * The strings of an element.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#string">String search</a>
 */
final class TextValues {
  private static final List<String> NAME_PARTS =
      List.of("family", "given", "prefix", "suffix", "text");
  private static final List<String> ADDRESS_PARTS =
      List.of("line", "city", "district", "state", "country", "postalCode", "text");

  private TextValues() {}

  /** How elements of that FHIR type are read; empty if a string parameter cannot read them. */
  static Optional<ValueReader> reader(String type) {
    return switch (type) {
      case "string", "markdown", "code", "id", "uri", "url", "canonical" ->
          Optional.of(TextValues::primitive);
      default -> Optional.empty();
    };
  }

  /** The parts that are indexed in place of an element of that FHIR type; else empty. */
  static List<String> parts(String type) {
    return switch (type) {
      case "HumanName" -> NAME_PARTS;
      case "Address" -> ADDRESS_PARTS;
      default -> List.of();
    };
  }

  private static void primitive(Element element, ValueCollector values) {
    element.value().ifPresent(values::text);
  }
}
