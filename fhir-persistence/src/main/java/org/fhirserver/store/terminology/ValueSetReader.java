package org.fhirserver.store.terminology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.terminology.ValueSetDefinition.Composed;
import org.fhirserver.store.terminology.ValueSetDefinition.Content;
import org.fhirserver.store.terminology.ValueSetDefinition.Expanded;
import org.fhirserver.store.terminology.ValueSetDefinition.Unknown;

/** Reads a stored value set. Its expansion counts if it has no rules. */
final class ValueSetReader {
  /** Extensions by which an expansion says that it has not all codes. */
  private static final Set<String> INCOMPLETE =
      Set.of(
          "http://hl7.org/fhir/StructureDefinition/valueset-unclosed",
          "http://hl7.org/fhir/StructureDefinition/valueset-toocostly");

  private final Map<String, Set<String>> codes = new LinkedHashMap<>();
  private int entries;

  private ValueSetReader() {}

  /** What a resource of type ValueSet says. */
  static ValueSetDefinition read(Element resource) {
    Content content =
        resource
            .child("compose")
            .map(ValueSetReader::composed)
            .or(
                () ->
                    resource
                        .child("expansion")
                        .map(expansion -> new ValueSetReader().expanded(expansion)))
            .orElseGet(() -> new Unknown("it has neither rules nor an expansion"));
    return new ValueSetDefinition(
        Canonical.of(text(resource, "url"), text(resource, "version")), content);
  }

  private static Content composed(Element compose) {
    return new Composed(
        compose.children("include").stream().map(ValueSetReader::part).toList(),
        compose.children("exclude").stream().map(ValueSetReader::part).toList(),
        text(compose, "inactive").equals("false"));
  }

  private static ValueSetPart part(Element part) {
    String system = text(part, "system");
    return new ValueSetPart(
        system.isEmpty()
            ? Optional.empty()
            : Optional.of(Canonical.of(system, text(part, "version"))),
        part.children("concept").stream().map(concept -> text(concept, "code")).toList(),
        part.children("filter").stream()
            .map(
                filter ->
                    new ConceptFilter(
                        text(filter, "property"), text(filter, "op"), text(filter, "value")))
            .toList(),
        part.children("valueSet").stream()
            .flatMap(valueSet -> valueSet.value().stream())
            .map(Canonical::parse)
            .toList());
  }

  private Content expanded(Element expansion) {
    boolean isMarked =
        expansion.children("extension").stream()
            .anyMatch(extension -> INCOMPLETE.contains(text(extension, "url")));
    addContained(expansion);
    boolean isPart =
        !List.of("", "0").contains(text(expansion, "offset"))
            || expansion.childValue("total").filter(this::exceedsEntries).isPresent();
    if (isMarked || isPart) {
      return new Unknown("it has an expansion that is not complete, and no rules");
    }
    List<CodeSet> sets = new ArrayList<>();
    codes.forEach((system, some) -> sets.add(CodeSet.listed(system, some)));
    return new Expanded(CodeSet.union(sets));
  }

  private boolean exceedsEntries(String total) {
    return Long.parseLong(total) > entries;
  }

  private void addContained(Element parent) {
    for (Element entry : parent.children("contains")) {
      entries++;
      String code = text(entry, "code");
      if (!code.isEmpty() && !text(entry, "abstract").equals("true")) {
        codes.computeIfAbsent(text(entry, "system"), first -> new LinkedHashSet<>()).add(code);
      }
      addContained(entry);
    }
  }

  private static String text(Element element, String child) {
    return element.childValue(child).orElse("");
  }
}
