package org.fhirserver.store.search;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;

/**
 * Reads references as they are written: the index knows neither to which version they are nor
 * whether a canonical URL has a version.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html">References</a>
 */
final class WrittenReferences {
  private static final String HISTORY = "/_history/";
  private static final byte[] HISTORY_BYTES = HISTORY.getBytes(StandardCharsets.US_ASCII);

  private final FhirJson json;
  private final Map<Long, Element> read = new HashMap<>();

  WrittenReferences(FhirJson json) {
    this.json = json;
  }

  /** What a definition calls itself. */
  record Canonical(String url, Optional<String> version) {

    /** The ways in which references name it. */
    Set<String> names() {
      return version.map(number -> Set.of(url, url + "|" + number)).orElseGet(() -> Set.of(url));
    }
  }

  /** What the resource calls itself, if it does. */
  Optional<Canonical> canonical(FoundResource resource) {
    Element element = element(resource);
    return element.childValue("url").map(url -> new Canonical(url, element.childValue("version")));
  }

  /** Whether a reference to a version can be among those of the resource. */
  static boolean mayNameVersions(FoundResource source) {
    byte[] body = source.resource().body();
    for (int i = 0; i <= body.length - HISTORY_BYTES.length; i++) {
      if (body[i] == '/' && startsWithHistory(body, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWithHistory(byte[] body, int start) {
    for (int i = 1; i < HISTORY_BYTES.length; i++) {
      if (body[start + i] != HISTORY_BYTES[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a reference at the path leads to the target as it is now. */
  boolean leadTo(FoundResource source, IndexedPath path, FoundResource target) {
    for (Element element : path.select(element(source))) {
      boolean leads =
          element.type().isPrimitive()
              ? isNameOrLiteral(element.value().orElse(""), target)
              : isLiteral(literal(element), target);
      if (leads) {
        return true;
      }
    }
    return false;
  }

  private boolean isNameOrLiteral(String url, FoundResource target) {
    return isLiteral(url, target)
        || canonical(target).filter(canonical -> canonical.names().contains(url)).isPresent();
  }

  /** What a Reference says; a resource that stands in the place of one is what it leads to. */
  private static String literal(Element element) {
    return element
        .childValue("reference")
        .orElseGet(() -> element.type().name() + "/" + element.childValue("id").orElse(""));
  }

  private static boolean isLiteral(String text, FoundResource target) {
    String key = target.key().toString();
    String current = key + HISTORY + target.resource().version();
    return text.equals(key)
        || text.equals(current)
        || text.endsWith("/" + key)
        || text.endsWith("/" + current);
  }

  private Element element(FoundResource resource) {
    return read.computeIfAbsent(
        resource.resourceKey(), key -> json.readStored(resource.resource().body()));
  }
}
