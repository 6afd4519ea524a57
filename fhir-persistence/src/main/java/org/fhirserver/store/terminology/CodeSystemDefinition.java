package org.fhirserver.store.terminology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a code system says of its codes and of their hierarchy.
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem.html">CodeSystem</a>
 */
public final class CodeSystemDefinition {
  /** The property by which a concept names one above it; so does {@link #SUBSUMED_BY}. */
  static final String PARENT = "parent";

  /** The property by which a concept names one below it. */
  static final String CHILD = "child";

  private static final String SUBSUMED_BY = "subsumedBy";

  private final Canonical canonical;
  private final boolean isComplete;
  private final boolean isCaseSensitive;
  private final Set<String> properties = new HashSet<>(Set.of(PARENT, CHILD));
  private final Map<String, Concept> concepts = new LinkedHashMap<>();

  private record Concept(
      String code, Set<String> parents, Set<String> children, Map<String, List<String>> values) {}

  private CodeSystemDefinition(Canonical canonical, boolean isComplete, boolean isCaseSensitive) {
    this.canonical = canonical;
    this.isComplete = isComplete;
    this.isCaseSensitive = isCaseSensitive;
  }

  /** Collects what is said of a code system, in any order. */
  static final class Builder {
    private final CodeSystemDefinition system;

    /**
     * A code system without codes.
     *
     * @param isComplete whether all codes will be told
     */
    Builder(Canonical canonical, boolean isComplete, boolean isCaseSensitive) {
      this.system = new CodeSystemDefinition(canonical, isComplete, isCaseSensitive);
    }

    /** Concepts may have that property. */
    Builder declare(String property) {
      system.properties.add(property);
      return this;
    }

    /** There is such a concept. */
    Builder concept(String code) {
      system.concepts.computeIfAbsent(
          system.key(code),
          first ->
              new Concept(
                  code, new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashMap<>()));
      return this;
    }

    /** A concept that there is has a property. */
    Builder property(String code, String property, String value) {
      declare(property);
      Map<String, List<String>> values = system.known(code).values();
      values.computeIfAbsent(property, first -> new ArrayList<>(1)).add(value);
      return this;
    }

    /** The code system with all that was told. */
    CodeSystemDefinition build() {
      for (Concept concept : system.concepts.values()) {
        system.values(concept, PARENT).forEach(parent -> system.link(parent, concept.code()));
        system.values(concept, SUBSUMED_BY).forEach(parent -> system.link(parent, concept.code()));
        system.values(concept, CHILD).forEach(child -> system.link(concept.code(), child));
      }
      return system;
    }
  }

  /** Its canonical URL and version. */
  public Canonical canonical() {
    return canonical;
  }

  /** Whether all of its codes are known, and so their whole hierarchy. */
  boolean isComplete() {
    return isComplete;
  }

  /** All codes that are known. */
  Set<String> codes() {
    Set<String> codes = new LinkedHashSet<>();
    concepts.values().forEach(concept -> codes.add(concept.code()));
    return codes;
  }

  /** The code as the code system writes it; in another case too, if it says that case is equal. */
  Optional<String> find(String code) {
    return Optional.ofNullable(concepts.get(key(code))).map(Concept::code);
  }

  /** Whether concepts can have that property. */
  boolean hasProperty(String property) {
    return properties.contains(property);
  }

  /** The values that a known code has of a property; the codes next to it for parent and child. */
  Set<String> values(String code, String property) {
    Concept concept = known(code);
    return switch (property) {
      case PARENT -> concept.parents();
      case CHILD -> concept.children();
      default -> new LinkedHashSet<>(values(concept, property));
    };
  }

  /** A known code and all codes below it. */
  Set<String> below(String code) {
    return reach(code, Concept::children);
  }

  /** A known code and all codes above it. */
  Set<String> above(String code) {
    return reach(code, Concept::parents);
  }

  /**
   * Whether a known code is not in use any more.
   *
   * @see <a href="https://hl7.org/fhir/R4/codesystem-concept-properties.html">Properties</a>
   */
  boolean isInactive(String code) {
    Concept concept = known(code);
    List<String> status = values(concept, "status");
    return values(concept, "inactive").contains("true")
        || status.contains("retired")
        || status.contains("inactive");
  }

  private Set<String> reach(String code, Function<Concept, Set<String>> next) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> waiting = new ArrayDeque<>(List.of(known(code).code()));
    while (!waiting.isEmpty()) {
      String reachedCode = waiting.remove();
      if (reached.add(reachedCode)) {
        waiting.addAll(next.apply(known(reachedCode)));
      }
    }
    return reached;
  }

  private void link(String parent, String child) {
    Concept above = concepts.get(key(parent));
    Concept below = concepts.get(key(child));
    if (above != null && below != null) {
      above.children().add(below.code());
      below.parents().add(above.code());
    }
  }

  private Concept known(String code) {
    Concept concept = concepts.get(key(code));
    if (concept == null) {
      throw new IllegalArgumentException("No such code in " + canonical);
    }
    return concept;
  }

  private List<String> values(Concept concept, String property) {
    return concept.values().getOrDefault(property, List.of());
  }

  private String key(String code) {
    return isCaseSensitive ? code : code.toLowerCase(Locale.ROOT);
  }
}
