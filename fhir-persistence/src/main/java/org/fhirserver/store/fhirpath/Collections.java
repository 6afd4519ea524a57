package org.fhirserver.store.fhirpath;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.TypeDefinition;
import org.fhirserver.store.model.XhtmlScanner;

/**
 * What functions do with the items that they are called on.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/#functions">Functions</a>
 */
final class Collections {

  private Collections() {}

  static List<Element> where(Scope scope, List<Element> input, Node criteria) {
    if (input.isEmpty()) {
      return input;
    }
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      if (criteria.test(scope.item(input.get(i), i)) == Truth.TRUE) {
        found.add(input.get(i));
      }
    }
    return found;
  }

  static boolean exists(Scope scope, List<Element> input, Node criteria) {
    for (int i = 0; i < input.size(); i++) {
      if (criteria.test(scope.item(input.get(i), i)) == Truth.TRUE) {
        return true;
      }
    }
    return false;
  }

  static boolean all(Scope scope, List<Element> input, Node criteria) {
    for (int i = 0; i < input.size(); i++) {
      if (criteria.test(scope.item(input.get(i), i)) != Truth.TRUE) {
        return false;
      }
    }
    return true;
  }

  static boolean all(List<Element> input, Truth truth) {
    return input.stream().allMatch(each -> Truth.of(List.of(each)) == truth);
  }

  static boolean any(List<Element> input, Truth truth) {
    return input.stream().anyMatch(each -> Truth.of(List.of(each)) == truth);
  }

  static List<Element> select(Scope scope, List<Element> input, Node projection) {
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      List<Element> projected = projection.evaluate(scope.item(input.get(i), i));
      scope.spend(projected.size());
      found.addAll(projected);
    }
    return found;
  }

  static List<Element> repeat(Scope scope, List<Element> input, Node projection) {
    Set<String> keys = new HashSet<>();
    List<Element> found = new ArrayList<>();
    List<Element> next = input;
    while (!next.isEmpty()) {
      List<Element> added = new ArrayList<>();
      for (Element element : select(scope, next, projection)) {
        if (keys.add(Equality.key(scope, element))) {
          added.add(element);
        }
      }
      found.addAll(added);
      next = added;
    }
    return found;
  }

  static List<Element> ofType(List<Element> input, TypeDefinition type) {
    if (input.size() == 1) {
      return input.get(0).type().isA(type.name()) ? input : List.of();
    }
    List<Element> found = new ArrayList<>();
    for (Element element : input) {
      if (element.type().isA(type.name())) {
        found.add(element);
      }
    }
    return found;
  }

  /** So many items from that place on; none if the place is not there. */
  static List<Element> slice(List<Element> input, int start, int length) {
    if (start < 0 && length == 1 || start >= input.size() || length <= 0) {
      return List.of();
    }
    int from = Math.max(start, 0);
    int to = from + Math.min(length, input.size() - from);
    return from == 0 && to == input.size() ? input : input.subList(from, to);
  }

  static List<Element> combine(Scope scope, List<Element> left, List<Element> right) {
    scope.spend(left.size() + right.size());
    return Operators.together(left, right);
  }

  /** Those that are among the others too, or those that are not. */
  static List<Element> common(
      Scope scope, List<Element> input, List<Element> others, boolean wanted) {
    if (input.isEmpty()) {
      return input;
    }
    Set<String> keys = Equality.keys(scope, others);
    List<Element> found = new ArrayList<>();
    for (Element element : input) {
      if (keys.contains(Equality.key(scope, element)) == wanted) {
        found.add(element);
      }
    }
    return wanted ? Equality.distinct(scope, found) : found;
  }

  static List<Element> children(Scope scope, List<Element> input) {
    List<Element> found = new ArrayList<>();
    for (Element element : input) {
      found.addAll(element.children());
    }
    scope.spend(found.size());
    return found;
  }

  static List<Element> descendants(Scope scope, List<Element> input) {
    List<Element> found = new ArrayList<>();
    input.forEach(element -> addDescendants(element, found));
    scope.spend(found.size());
    return found;
  }

  private static void addDescendants(Element element, List<Element> found) {
    for (Element child : element.children()) {
      found.add(child);
      addDescendants(child, found);
    }
  }

  static List<Element> extensions(Scope scope, List<Element> input, List<Element> url) {
    Optional<String> wanted = Values.text(url);
    List<Element> found = new ArrayList<>();
    for (Element element : input) {
      for (Element extension : element.children("extension")) {
        scope.spend(1);
        if (wanted.isPresent() && wanted.equals(extension.childValue("url"))) {
          found.add(extension);
        }
      }
    }
    return found;
  }

  static boolean areNarratives(List<Element> input) {
    return input.stream().allMatch(each -> each.value().flatMap(XhtmlScanner::mistakeIn).isEmpty());
  }
}
