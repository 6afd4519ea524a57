package org.fhirserver.store.search;

import java.util.Optional;
import org.fhirserver.store.model.Element;

/**
 * The coded values of an element.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#token">Token search</a>
 */
final class TokenValues {
  private TokenValues() {}

  /** How elements of that FHIR type are read; empty if a token parameter cannot read them. */
  static Optional<ValueReader> reader(String type) {
    return switch (type) {
      case "code",
          "boolean",
          "string",
          "id",
          "uri",
          "canonical",
          "url",
          "oid",
          "uuid",
          "integer",
          "positiveInt",
          "unsignedInt",
          "decimal",
          "date",
          "dateTime",
          "instant" ->
          Optional.of(TokenValues::primitive);
      case "Coding" -> Optional.of((coding, values) -> pair(coding, "code", values));
      case "CodeableConcept" -> Optional.of(TokenValues::codings);
      case "Identifier" -> Optional.of((identifier, values) -> pair(identifier, "value", values));
      case "ContactPoint" -> Optional.of(TokenValues::contact);
      default -> Optional.empty();
    };
  }

  private static void primitive(Element element, ValueCollector values) {
    element.value().ifPresent(code -> values.token("", code));
  }

  private static void codings(Element concept, ValueCollector values) {
    for (Element coding : concept.children("coding")) {
      pair(coding, "code", values);
    }
  }

  private static void contact(Element contact, ValueCollector values) {
    values.token("", text(contact, "value"));
  }

  private static void pair(Element element, String code, ValueCollector values) {
    values.token(text(element, "system"), text(element, code));
  }

  private static String text(Element element, String child) {
    return element.childValue(child).orElse("");
  }
}
