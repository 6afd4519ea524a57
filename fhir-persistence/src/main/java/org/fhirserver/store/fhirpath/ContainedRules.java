package org.fhirserver.store.fhirpath;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.Element;

/**
 * The two rules for references within a resource, written by hand: as they stand in the
 * specification they would take the square of the number of references.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html#contained">Contained resources</a>
 */
final class ContainedRules {
  private static final String CONTAINER = "#";

  private ContainedRules() {}

  /** ref-1: a local reference points to a contained resource. */
  static Truth pointsToContained(Scope scope) {
    Optional<String> reference = scope.context().childValue("reference");
    if (reference.isEmpty()) {
      return Truth.UNKNOWN;
    }
    String text = reference.get();
    return Truth.of(
        !text.startsWith(CONTAINER)
            || text.equals(CONTAINER)
            || scope.environment().containedIds().contains(text.substring(1)));
  }

  /** dom-3: each contained resource is pointed to, or points to what contains it. */
  static Truth arePointedTo(Scope scope) {
    List<Element> contained = scope.context().children("contained");
    if (contained.isEmpty()) {
      return Truth.TRUE;
    }
    Set<String> targets = new HashSet<>();
    addTargets(scope, scope.context(), targets);
    return Truth.of(contained.stream().allMatch(each -> isPointedTo(scope, each, targets)));
  }

  private static boolean isPointedTo(Scope scope, Element contained, Set<String> targets) {
    Optional<String> id = contained.childValue("id");
    if (id.isEmpty() || targets.contains(CONTAINER + id.get())) {
      return true;
    }
    Set<String> own = new HashSet<>();
    addTargets(scope, contained, own);
    return own.contains(CONTAINER);
  }

  private static void addTargets(Scope scope, Element element, Set<String> targets) {
    for (Element child : element.children()) {
      scope.spend(1);
      Optional<String> value = child.value();
      boolean isLocal = value.isPresent() && value.get().startsWith(CONTAINER);
      if (isLocal && (child.name().equals("reference") || child.type().isA("uri"))) {
        targets.add(value.get());
      }
      addTargets(scope, child, targets);
    }
  }
}
