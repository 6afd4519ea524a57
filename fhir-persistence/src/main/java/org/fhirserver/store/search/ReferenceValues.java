package org.fhirserver.store.search;

import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;

/**
 * What an element points to: a resource of this server or a URI.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#reference">Reference search</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#uri">URI search</a>
 */
final class ReferenceValues {
  private static final String HISTORY = "/_history/";

  private ReferenceValues() {}

  /** How elements of that FHIR type are read; empty if a reference parameter cannot read them. */
  static Optional<ValueReader> referenceReader(String type) {
    return switch (type) {
      case "Reference" -> Optional.of(ReferenceValues::reference);
      case "Resource" -> Optional.of(ReferenceValues::inlined);
      default -> uriReader(type);
    };
  }

  /** How elements of that FHIR type are read; empty if a uri parameter cannot read them. */
  static Optional<ValueReader> uriReader(String type) {
    return switch (type) {
      case "uri", "url", "oid", "uuid" ->
          Optional.of((element, values) -> element.value().ifPresent(values::uri));
      case "canonical" ->
          Optional.of(
              (element, values) -> element.value().ifPresent(text -> canonical(text, values)));
      default -> Optional.empty();
    };
  }

  /**
   * How a reference is read for {@code :identifier}.
   *
   * @param onlyTarget the type that it must point to, as far as it says where it points to
   */
  static ValueReader identifierReader(Optional<ResourceType> onlyTarget) {
    return (reference, values) -> {
      if (onlyTarget.isPresent() && pointsElsewhere(reference, onlyTarget.get())) {
        return;
      }
      for (Element identifier : reference.children("identifier")) {
        values.token(
            identifier.childValue("system").orElse(""), identifier.childValue("value").orElse(""));
      }
    };
  }

  /** Whether it names another type, by its target or by its type. */
  private static boolean pointsElsewhere(Element reference, ResourceType target) {
    Optional<String> named = reference.childValue("type");
    String[] parts = withoutVersion(reference.childValue("reference").orElse("")).split("/");
    if (parts.length > 1 && ResourceType.named(parts[parts.length - 2]).isPresent()) {
      named = Optional.of(parts[parts.length - 2]);
    }
    return named.isPresent() && !named.get().equals(target.typeName());
  }

  private static void reference(Element reference, ValueCollector values) {
    reference.childValue("reference").ifPresent(text -> target(withoutVersion(text), values));
  }

  private static void target(String text, ValueCollector values) {
    if (text.startsWith("#")) {
      return;
    }
    int slash = text.indexOf('/');
    Optional<ResourceType> type =
        slash < 0 ? Optional.empty() : ResourceType.named(text.substring(0, slash));
    String id = text.substring(slash + 1);
    if (type.isPresent() && ResourceKey.isId(id)) {
      values.reference(type.get(), id);
    } else if (hasScheme(text)) {
      values.uri(text);
    }
  }

  /** Whether it is absolute: a URL or a URN. */
  private static boolean hasScheme(String text) {
    int colon = text.indexOf(':');
    return colon > 0 && text.chars().limit(colon).allMatch(Character::isLetterOrDigit);
  }

  /** References to a version count as references to the resource. */
  private static String withoutVersion(String text) {
    int history = text.indexOf(HISTORY);
    return history > 0 ? text.substring(0, history) : text;
  }

  private static void inlined(Element resource, ValueCollector values) {
    Optional<ResourceType> type = ResourceType.named(resource.type().name());
    Optional<String> id = resource.childValue("id");
    if (type.isPresent() && id.isPresent()) {
      values.reference(type.get(), id.get());
    }
  }

  private static void canonical(String text, ValueCollector values) {
    String url = CanonicalUrl.withoutFragment(text);
    values.uri(url);
    int version = url.indexOf('|');
    if (version > 0) {
      values.uri(url.substring(0, version));
    }
  }
}
