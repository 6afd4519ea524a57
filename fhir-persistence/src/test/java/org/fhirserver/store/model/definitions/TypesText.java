package org.fhirserver.store.model.definitions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the structure definitions as the lines that {@code DefinitionsFile} reads. */
final class TypesText {
  private static final String STRUCTURES = "http://hl7.org/fhir/StructureDefinition/";
  private static final Set<String> NESTED = Set.of("Element", "BackboneElement");

  private final ValueSetExpansion expansion = new ValueSetExpansion();
  private final Map<String, ValueSetExpansion.Codes> valueSets = new TreeMap<>();
  private final Map<String, Set<String>> namesByType = new LinkedHashMap<>();
  private final Map<String, String> bases = new LinkedHashMap<>();
  private final Map<String, SpecificationNode> byName = new HashMap<>();
  private final StringBuilder types = new StringBuilder();
  private String openTypes = "";

  /** The whole file. */
  String text() {
    List<SpecificationNode> structures = SpecificationNode.structures();
    openTypes = openTypes(structures);
    structures.forEach(structure -> byName.put(structure.text("name"), structure));
    structures.forEach(this::addAfterBase);
    StringBuilder text = new StringBuilder();
    text.append("# FHIR R4 4.0.1, made by DefinitionsGenerator; edit that one instead\n");
    text.append("open ").append(openTypes).append('\n');
    valueSets.forEach((name, codes) -> appendCodes(text, name, codes));
    return text.append(types).toString();
  }

  private static String openTypes(List<SpecificationNode> structures) {
    return structures.stream()
        .flatMap(structure -> elements(structure).stream())
        .filter(element -> element.text("path").equals("Extension.value[x]"))
        .map(TypesText::typeNames)
        .findFirst()
        .orElseThrow();
  }

  private static List<SpecificationNode> elements(SpecificationNode structure) {
    return structure.all("snapshot").get(0).all("element");
  }

  private static String typeNames(SpecificationNode element) {
    return element.all("type").stream()
        .map(type -> typeName(element, type))
        .collect(Collectors.joining(" "));
  }

  private void appendCodes(StringBuilder text, String name, ValueSetExpansion.Codes set) {
    text.append("codes ").append(name).append(set.closed() ? "\n" : " open\n");
    set.codes()
        .forEach(
            (system, codes) -> {
              text.append(' ').append(system);
              codes.forEach(code -> text.append(' ').append(code));
              text.append('\n');
            });
  }

  private void addAfterBase(SpecificationNode structure) {
    if (namesByType.containsKey(structure.text("name"))) {
      return;
    }
    String base = base(structure);
    if (!base.isEmpty()) {
      addAfterBase(Objects.requireNonNull(byName.get(base)));
    }
    addStructure(structure, base);
  }

  private static String base(SpecificationNode structure) {
    return structure.text("baseDefinition").replace(STRUCTURES, "");
  }

  private void addStructure(SpecificationNode structure, String base) {
    Map<String, StringBuilder> bodies = new LinkedHashMap<>();
    for (SpecificationNode element : elements(structure)) {
      String path = element.text("path");
      int dot = path.lastIndexOf('.');
      if (dot < 0) {
        startType(bodies, path, kind(structure), base);
        continue;
      }
      String parent = path.substring(0, dot);
      String name = path.substring(dot + 1);
      if (isNested(element)) {
        startType(bodies, path, "backbone", element.all("type").get(0).text("code"));
      }
      names(parent).add(name);
      boolean isPrimitiveValue =
          kind(structure).equals("primitive")
              && (name.equals("value") || isInherited(parent, name));
      if (!isPrimitiveValue && !isInherited(parent, name)) {
        Objects.requireNonNull(bodies.get(parent)).append(line(path, name, element));
      }
    }
    bodies.values().forEach(types::append);
  }

  private void startType(Map<String, StringBuilder> bodies, String name, String kind, String base) {
    bases.put(name, base);
    namesByType.put(name, new HashSet<>());
    StringBuilder body = new StringBuilder(kind).append(' ').append(name);
    if (!base.isEmpty()) {
      body.append(" : ").append(base);
    }
    bodies.put(name, body.append('\n'));
  }

  private Set<String> names(String type) {
    return Objects.requireNonNull(namesByType.get(type));
  }

  private boolean isInherited(String type, String name) {
    String base = bases.getOrDefault(type, "");
    return !base.isEmpty() && (names(base).contains(name) || isInherited(base, name));
  }

  private static String kind(SpecificationNode structure) {
    String prefix = structure.text("abstract").equals("true") ? "abstract-" : "";
    return switch (structure.text("kind")) {
      case "primitive-type" -> prefix + "primitive";
      case "complex-type" -> prefix + "datatype";
      case "resource" -> prefix + "resource";
      default -> throw new IllegalStateException(structure.text("name"));
    };
  }

  private static boolean isNested(SpecificationNode element) {
    List<SpecificationNode> types = element.all("type");
    return types.size() == 1 && NESTED.contains(types.get(0).text("code"));
  }

  private String line(String path, String name, SpecificationNode element) {
    String types;
    String contentReference = element.text("contentReference");
    if (!contentReference.isEmpty()) {
      types = contentReference.substring(1);
    } else if (isNested(element)) {
      types = path;
    } else {
      types = typeNames(element);
    }
    return String.format(
        Locale.ROOT,
        " %s %s..%s%s%s %s%s\n",
        name,
        element.text("min"),
        element.text("max"),
        element.text("isSummary").equals("true") ? "s" : "",
        element.text("isModifier").equals("true") ? "m" : "",
        types.equals(openTypes) ? "*" : types,
        binding(element));
  }

  /** The binding, if codes are limited to it or get their code system from it. */
  private String binding(SpecificationNode element) {
    List<SpecificationNode> bindings = element.all("binding");
    if (bindings.isEmpty()) {
      return "";
    }
    boolean isCode = typeNames(element).equals("code");
    boolean isRequired = bindings.get(0).text("strength").equals("required");
    String canonical = bindings.get(0).text("valueSet");
    ValueSetExpansion.Codes codes =
        isCode || isRequired
            ? expansion.expand(canonical)
            : new ValueSetExpansion.Codes(Map.of(), false);
    if (codes.codes().isEmpty() || (!isCode && !codes.closed())) {
      return "";
    }
    String name = canonical.replaceFirst("\\|.*", "").replaceFirst(".*/", "");
    boolean closed = isRequired && codes.closed();
    valueSets.merge(
        name,
        new ValueSetExpansion.Codes(codes.codes(), closed),
        (present, added) -> {
          if (!present.equals(added)) {
            throw new IllegalStateException("Two value sets or strengths for " + name);
          }
          return present;
        });
    return " #" + name;
  }

  private static String typeName(SpecificationNode element, SpecificationNode type) {
    String code = type.text("code");
    if (code.startsWith("http://hl7.org/fhirpath/System.")) {
      return systemType(element, type);
    }
    List<String> targets = new ArrayList<>();
    for (SpecificationNode target : type.all("targetProfile")) {
      String name = target.value().replace(STRUCTURES, "");
      if (!name.equals("Resource")) {
        targets.add(name);
      }
    }
    return targets.isEmpty() ? code : code + "(" + String.join("|", targets) + ")";
  }

  private static String systemType(SpecificationNode element, SpecificationNode type) {
    // The definitions call the logical id a string; the text of the specification says id.
    if (element.all("base").stream().anyMatch(base -> base.text("path").equals("Resource.id"))) {
      return "id";
    }
    return type.all("extension").stream()
        .map(extension -> extension.text("valueUrl"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(element.text("path")));
  }
}
