package org.fhirserver.store.terminology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.terminology.ValueSetDefinition.Composed;

/**
 * Reads the lines of one definition; words are separated by tabs, a concept stands one blank deeper
 * than the one above it:
 *
 * <pre>
 * system URL VERSION complete case PROPERTY ...   or partial, any-case
 *  CODE PROPERTY=VALUE ...
 *   CODE
 * valueset URL VERSION
 *  include SYSTEM VERSION                         or exclude
 *   codes CODE ...
 *   filter PROPERTY OPERATOR VALUE
 *   valueset URL
 * </pre>
 */
final class SpecificationLines {

  private SpecificationLines() {}

  /** A code system. */
  static CodeSystemDefinition codeSystem(List<String> lines) {
    String[] header = words(lines.get(0));
    CodeSystemDefinition.Builder system =
        new CodeSystemDefinition.Builder(
            codeSystemUrl(header), header[3].equals("complete"), header[4].equals("case"));
    for (int i = 5; i < header.length; i++) {
      system.declare(header[i]);
    }
    List<String> path = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int depth = depth(line);
      String[] words = words(line.substring(depth));
      system.concept(words[0]);
      if (depth > 1) {
        system.property(words[0], CodeSystemDefinition.PARENT, path.get(depth - 2));
      }
      for (int i = 1; i < words.length; i++) {
        int equals = words[i].indexOf('=');
        system.property(words[0], words[i].substring(0, equals), words[i].substring(equals + 1));
      }
      path.subList(depth - 1, path.size()).clear();
      path.add(words[0]);
    }
    return system.build();
  }

  /** A value set. */
  static ValueSetDefinition valueSet(List<String> lines) {
    String[] header = words(lines.get(0));
    List<ValueSetPart> includes = new ArrayList<>();
    List<ValueSetPart> excludes = new ArrayList<>();
    for (int start = 1; start < lines.size(); ) {
      int end = start + 1;
      while (end < lines.size() && depth(lines.get(end)) == 2) {
        end++;
      }
      boolean isInclude = lines.get(start).startsWith(" include");
      (isInclude ? includes : excludes).add(part(lines.subList(start, end)));
      start = end;
    }
    return new ValueSetDefinition(
        Canonical.of(header[1], header[2]), new Composed(includes, excludes, false));
  }

  private static ValueSetPart part(List<String> lines) {
    String[] header = words(lines.get(0));
    List<String> concepts = new ArrayList<>();
    List<ConceptFilter> filters = new ArrayList<>();
    List<Canonical> valueSets = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = words(line.substring(2));
      switch (words[0]) {
        case "codes" -> concepts.addAll(List.of(words).subList(1, words.length));
        case "filter" -> filters.add(new ConceptFilter(words[1], words[2], words[3]));
        case "valueset" -> valueSets.add(Canonical.parse(words[1]));
        default -> throw new IllegalStateException("Not a line of a value set: " + line);
      }
    }
    return new ValueSetPart(
        header[1].isEmpty() ? Optional.empty() : Optional.of(codeSystemUrl(header)),
        concepts,
        filters,
        valueSets);
  }

  /** A few tables of v2 have the version in their URL: {@code .../v2-0391|2.4}. */
  private static Canonical codeSystemUrl(String[] header) {
    return header[1].contains("|")
        ? Canonical.parse(header[1])
        : Canonical.of(header[1], header[2]);
  }

  private static int depth(String line) {
    int depth = 0;
    while (line.charAt(depth) == ' ') {
      depth++;
    }
    return depth;
  }

  private static String[] words(String line) {
    return line.split("\t", -1);
  }
}
