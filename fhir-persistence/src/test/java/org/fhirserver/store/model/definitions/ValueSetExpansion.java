package org.fhirserver.store.model.definitions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Expands the value sets that elements are bound to, as far as the definitions hold the codes. */
final class ValueSetExpansion {
  /** The files with value sets and code systems. */
  static final List<String> FILES =
      List.of("valueset/valuesets.xml", "valueset/v3-codesystems.xml", "valueset/v2-tables.xml");

  private final Map<String, SpecificationNode> valueSets = new HashMap<>();
  private final Map<String, SpecificationNode> codeSystems = new HashMap<>();

  ValueSetExpansion() {
    for (String file : FILES) {
      for (SpecificationNode node : SpecificationNode.resources(file, "ValueSet")) {
        valueSets.put(node.text("url"), node);
      }
      for (SpecificationNode node : SpecificationNode.resources(file, "CodeSystem")) {
        codeSystems.put(node.text("url"), node);
      }
    }
  }

  /**
   * What a value set holds.
   *
   * @param codes the codes by code system; a system without codes is not known here
   * @param closed whether these are all codes
   */
  record Codes(Map<String, List<String>> codes, boolean closed) {}

  /** Expands the value set of that canonical URL; without codes if it is not known. */
  Codes expand(String canonical) {
    SpecificationNode valueSet = valueSets.get(canonical.replaceFirst("\\|.*", ""));
    if (valueSet == null) {
      return new Codes(Map.of(), false);
    }
    Map<String, List<String>> codes = new LinkedHashMap<>();
    boolean closed = true;
    SpecificationNode compose = valueSet.all("compose").get(0);
    for (SpecificationNode part : compose.children()) {
      if (!part.name().equals("include")
          || part.text("system").isEmpty()
          || !part.all("filter").isEmpty()
          || !part.all("valueSet").isEmpty()) {
        throw new IllegalStateException("No rule for the composition of " + canonical);
      }
      List<String> included = include(part);
      closed &= !included.isEmpty();
      codes.computeIfAbsent(part.text("system"), system -> new ArrayList<>()).addAll(included);
    }
    requireUniqueCodes(canonical, codes);
    return new Codes(codes, closed);
  }

  private List<String> include(SpecificationNode part) {
    List<String> codes = new ArrayList<>();
    for (SpecificationNode concept : part.all("concept")) {
      codes.add(concept.text("code"));
    }
    SpecificationNode system = codeSystems.get(part.text("system"));
    if (codes.isEmpty() && system != null && system.text("content").equals("complete")) {
      addConcepts(system, codes);
    }
    return codes;
  }

  private static void addConcepts(SpecificationNode parent, List<String> codes) {
    for (SpecificationNode concept : parent.all("concept")) {
      codes.add(concept.text("code"));
      addConcepts(concept, codes);
    }
  }

  private static void requireUniqueCodes(String canonical, Map<String, List<String>> codes) {
    Set<String> seen = new HashSet<>();
    for (List<String> ofSystem : codes.values()) {
      for (String code : ofSystem) {
        if (!seen.add(code) || code.contains(" ")) {
          throw new IllegalStateException("Code '" + code + "' does not fit in " + canonical);
        }
      }
    }
  }
}
