package org.fhirserver.store.search;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
      case "Coding" -> Optional.of(TokenValues::coding);
      case "CodeableConcept" -> Optional.of(TokenValues::concept);
      case "Identifier" -> Optional.of(TokenValues::identifier);
      case "ContactPoint" -> Optional.of(TokenValues::contact);
      default -> Optional.empty();
    };
  }

  /** Whether elements of that FHIR type have texts that the modifier {@code :text} searches. */
  static boolean hasTexts(String type) {
    return switch (type) {
      case "Coding", "CodeableConcept", "Identifier" -> true;
      default -> false;
    };
  }

  /** Adds the value of an identifier with each code of its type, for {@code :of-type}. */
  static void typedIdentifier(Element identifier, ValueCollector values) {
    String value = text(identifier, "value");
    if (value.isEmpty()) {
      return;
    }
    for (Element type : identifier.children("type")) {
      for (Element coding : type.children("coding")) {
        String code = text(coding, "code");
        if (!code.isEmpty()) {
          values.token(text(coding, "system"), TypedIdentifier.code(code, value));
        }
      }
    }
  }

  private static void primitive(Element element, ValueCollector values) {
    element.value().ifPresent(code -> values.token("", code));
  }

  private static void coding(Element coding, ValueCollector values) {
    values.token(text(coding, "system"), text(coding, "code"), form(coding, "display"));
  }

  /**
   * The text of a concept needs no place of its own if a coding is displayed so, or if one without
   * display can have it.
   */
  private static void concept(Element concept, ValueCollector values) {
    List<Element> codings = concept.children("coding");
    List<String> displays = codings.stream().map(coding -> form(coding, "display")).toList();
    String text = form(concept, "text");
    if (displays.contains(text)) {
      text = "";
    }
    for (int i = 0; i < codings.size(); i++) {
      String display = displays.get(i);
      if (display.isEmpty()) {
        display = text;
        text = "";
      }
      values.token(text(codings.get(i), "system"), text(codings.get(i), "code"), display);
    }
    values.codeText(text);
  }

  /** An identifier is called what its type is called. */
  private static void identifier(Element identifier, ValueCollector values) {
    Set<String> texts = new LinkedHashSet<>();
    for (Element type : identifier.children("type")) {
      texts.add(form(type, "text"));
      type.children("coding").forEach(coding -> texts.add(form(coding, "display")));
    }
    texts.remove("");
    Iterator<String> rest = texts.iterator();
    String first = rest.hasNext() ? rest.next() : "";
    values.token(text(identifier, "system"), text(identifier, "value"), first);
    rest.forEachRemaining(values::codeText);
  }

  private static void contact(Element contact, ValueCollector values) {
    values.token("", text(contact, "value"));
  }

  private static String form(Element element, String child) {
    return element.childValue(child).map(CodeText::of).orElse("");
  }

  private static String text(Element element, String child) {
    return element.childValue(child).orElse("");
  }
}
