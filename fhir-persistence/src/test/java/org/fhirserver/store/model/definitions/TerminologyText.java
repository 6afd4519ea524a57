package org.fhirserver.store.model.definitions;

import java.util.List;
import java.util.StringJoiner;

/**
 * Writes the code systems and value sets of R4, v2 and v3 as the lines that {@code
 * SpecificationTerminology} reads.
 */
final class TerminologyText {
  private final StringBuilder text =
      new StringBuilder("# FHIR R4 4.0.1, made by DefinitionsGenerator; edit that one instead\n");

  /** The whole file. */
  String text() {
    for (String file : ValueSetExpansion.FILES) {
      SpecificationNode.resources(file, "CodeSystem").forEach(this::addCodeSystem);
      SpecificationNode.resources(file, "ValueSet").forEach(this::addValueSet);
    }
    return text.toString();
  }

  private void addCodeSystem(SpecificationNode system) {
    StringJoiner line = line("system", system.text("url"), system.text("version"));
    line.add(system.text("content").equals("complete") ? "complete" : "partial");
    line.add(system.text("caseSensitive").equals("false") ? "any-case" : "case");
    system.all("property").forEach(property -> line.add(property.text("code")));
    add(line);
    addConcepts(system, " ");
  }

  private void addConcepts(SpecificationNode parent, String indent) {
    for (SpecificationNode concept : parent.all("concept")) {
      StringJoiner line = line(indent + concept.text("code"));
      for (SpecificationNode property : concept.all("property")) {
        List<SpecificationNode> parts = property.children();
        line.add(property.text("code") + "=" + parts.get(parts.size() - 1).value());
      }
      add(line);
      addConcepts(concept, indent + " ");
    }
  }

  private void addValueSet(SpecificationNode valueSet) {
    add(line("valueset", valueSet.text("url"), valueSet.text("version")));
    for (SpecificationNode part : valueSet.all("compose").get(0).children()) {
      if (part.name().equals("include") || part.name().equals("exclude")) {
        addPart(part);
      }
    }
  }

  private void addPart(SpecificationNode part) {
    add(line(" " + part.name(), part.text("system"), part.text("version")));
    if (!part.all("concept").isEmpty()) {
      StringJoiner codes = line("  codes");
      part.all("concept").forEach(concept -> codes.add(concept.text("code")));
      add(codes);
    }
    for (SpecificationNode filter : part.all("filter")) {
      add(line("  filter", filter.text("property"), filter.text("op"), filter.text("value")));
    }
    part.all("valueSet").forEach(other -> add(line("  valueset", other.value())));
  }

  private static StringJoiner line(String... words) {
    StringJoiner line = new StringJoiner("\t");
    for (String word : words) {
      line.add(word);
    }
    return line;
  }

  private void add(StringJoiner line) {
    text.append(line).append('\n');
  }
}
