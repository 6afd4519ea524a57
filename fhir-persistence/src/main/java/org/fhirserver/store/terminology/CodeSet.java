package org.fhirserver.store.terminology;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A set of codes: some of a system, or every code that a system may ever have.
 *
 * @param codes the codes by system
 * @param wholeSystems the systems of which every code is in the set; none of them is listed too
 */
public record CodeSet(Map<String, Set<String>> codes, Set<String> wholeSystems) {

  /** The set without any code. */
  static final CodeSet EMPTY = new CodeSet(Map.of(), Set.of());

  /** Some codes of a system. */
  static CodeSet listed(String system, Collection<String> codes) {
    return codes.isEmpty()
        ? EMPTY
        : new CodeSet(
            Map.of(system, Collections.unmodifiableSet(new LinkedHashSet<>(codes))), Set.of());
  }

  /** Every code of a system. */
  static CodeSet whole(String system) {
    return new CodeSet(Map.of(), Set.of(system));
  }

  /** How many codes and systems are listed. */
  public int size() {
    return wholeSystems.size() + codes.values().stream().mapToInt(Set::size).sum();
  }

  /** What is in one of the sets at least. */
  static CodeSet union(Collection<CodeSet> sets) {
    Set<String> whole = new LinkedHashSet<>();
    sets.forEach(set -> whole.addAll(set.wholeSystems));
    Map<String, Set<String>> listed = new LinkedHashMap<>();
    for (CodeSet set : sets) {
      set.codes.forEach(
          (system, codes) -> {
            if (!whole.contains(system)) {
              listed.computeIfAbsent(system, first -> new LinkedHashSet<>()).addAll(codes);
            }
          });
    }
    return new CodeSet(Collections.unmodifiableMap(listed), Collections.unmodifiableSet(whole));
  }

  /** What is in both sets. */
  CodeSet and(CodeSet other) {
    Set<String> whole = new LinkedHashSet<>(wholeSystems);
    whole.retainAll(other.wholeSystems);
    Map<String, Set<String>> listed = new LinkedHashMap<>();
    codes.forEach((system, own) -> put(listed, system, other.among(system, own)));
    other.codes.forEach(
        (system, theirs) -> {
          if (wholeSystems.contains(system)) {
            listed.put(system, theirs);
          }
        });
    return new CodeSet(Collections.unmodifiableMap(listed), Collections.unmodifiableSet(whole));
  }

  /** What is in this set and not in the other; empty if that is every code but some. */
  Optional<CodeSet> without(CodeSet other) {
    Set<String> whole = new LinkedHashSet<>(wholeSystems);
    whole.removeAll(other.wholeSystems);
    if (whole.stream().anyMatch(other.codes::containsKey)) {
      return Optional.empty();
    }
    Map<String, Set<String>> listed = new LinkedHashMap<>();
    codes.forEach(
        (system, own) -> {
          Set<String> rest = new LinkedHashSet<>(own);
          rest.removeAll(other.among(system, own));
          put(listed, system, rest);
        });
    return Optional.of(
        new CodeSet(Collections.unmodifiableMap(listed), Collections.unmodifiableSet(whole)));
  }

  /** Those of some codes of a system that are in this set. */
  private Set<String> among(String system, Set<String> some) {
    if (wholeSystems.contains(system)) {
      return some;
    }
    Set<String> found = new LinkedHashSet<>(some);
    found.retainAll(codes.getOrDefault(system, Set.of()));
    return found;
  }

  private static void put(Map<String, Set<String>> listed, String system, Set<String> some) {
    if (!some.isEmpty()) {
      listed.put(system, Collections.unmodifiableSet(some));
    }
  }
}
