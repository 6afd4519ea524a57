package org.fhirserver.store.fhirpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceType;

/**
 * What references point to, as far as that can be told without looking for it: a contained resource
 * itself, of another one its type.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html">References</a>
 */
final class References {
  private final Values values;

  References(Values values) {
    this.values = values;
  }

  /** The contained resources, and an empty resource in place of each other one. */
  List<Element> resolve(Scope scope, List<Element> input) {
    List<Element> found = new ArrayList<>();
    for (Element element : input) {
      Optional<String> reference =
          element.type().isPrimitive() ? element.value() : element.childValue("reference");
      reference.flatMap(text -> target(scope, text)).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Element> target(Scope scope, String reference) {
    Element root = scope.environment().rootResource();
    if (reference.equals("#")) {
      return Optional.of(root);
    }
    if (reference.startsWith("#")) {
      Optional<String> id = Optional.of(reference.substring(1));
      List<Element> contained = root.children("contained");
      scope.spend(contained.size());
      return contained.stream().filter(each -> each.childValue("id").equals(id)).findFirst();
    }
    String[] parts = reference.replaceFirst("/_history/[^/]*$", "").split("/", -1);
    return parts.length < 2
        ? Optional.empty()
        : ResourceType.named(parts[parts.length - 2])
            .map(type -> Element.empty(values.type(type.typeName())));
  }
}
