package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.ElementDefinition;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.model.TypeDefinition;

/**
 * Makes resources that have every element, so that every search parameter finds something; each
 * variant chooses other types, codes and targets.
 */
public final class SampleResources {
  private static final int DEEPEST = 6;
  private static final int DEEPEST_REPETITION = 2;
  private static final Set<String> LEFT_OUT =
      Set.of("id", "extension", "modifierExtension", "contained", "implicitRules");

  private final FhirDefinitions definitions;
  private final int variant;
  private int made;

  /** Makes resources of those definitions. */
  public SampleResources(FhirDefinitions definitions, int variant) {
    this.definitions = definitions;
    this.variant = variant;
  }

  /** A resource of that type in JSON. */
  public String resource(ResourceType type) {
    return "{\"resourceType\":\"%s\",\"id\":\"sample\",%s}"
        .formatted(type, content(definitions.resource(type), 1));
  }

  private String content(TypeDefinition type, int depth) {
    List<String> properties = new ArrayList<>();
    for (ElementDefinition element : type.elements()) {
      boolean wanted = depth < DEEPEST || element.min() > 0;
      if (wanted && !LEFT_OUT.contains(element.name()) && !isNarrative(element)) {
        property(element, depth).ifPresent(properties::add);
      }
    }
    return String.join(",", properties);
  }

  private static boolean isNarrative(ElementDefinition element) {
    return element.types().get(0).name().equals("Narrative");
  }

  private Optional<String> property(ElementDefinition element, int depth) {
    TypeDefinition type = element.types().get(variant % element.types().size());
    int count = element.isRepeating() && depth <= DEEPEST_REPETITION ? 2 : 1;
    List<String> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(value(element, type, depth));
    }
    if (values.contains("{}")) {
      return Optional.empty();
    }
    String name = element.jsonName(type).orElse(element.name());
    String value = String.join(",", values);
    return Optional.of(quoted(name) + ":" + (element.isRepeating() ? "[" + value + "]" : value));
  }

  private String value(ElementDefinition element, TypeDefinition type, int depth) {
    made++;
    if (type.isPrimitive()) {
      return primitive(element, type.name());
    }
    int inner = element.min() > 0 ? Math.min(depth + 1, DEEPEST - 2) : depth + 1;
    return switch (type.name()) {
      case "Reference" -> "{\"reference\":\"" + target(element) + "\"}";
      case "CodeableConcept" -> concept(element, type, inner);
      case "Resource" -> "{\"resourceType\":\"Patient\",\"id\":\"inlined\"}";
      default -> "{" + content(type, inner) + "}";
    };
  }

  private String concept(ElementDefinition element, TypeDefinition type, int depth) {
    if (element.requiredCodes().isEmpty()) {
      return "{" + content(type, depth) + "}";
    }
    String code = code(element);
    return "{\"coding\":[{\"system\":\"%s\",\"code\":\"%s\"}]}"
        .formatted(element.codeSystem(code).orElseThrow(), code);
  }

  private String target(ElementDefinition element) {
    List<ResourceType> targets = List.copyOf(element.targets());
    ResourceType type =
        targets.isEmpty() ? ResourceType.PATIENT : targets.get((variant + made) % targets.size());
    return switch (made % 5) {
      case 0 -> "http://example.org/fhir/" + type + "/r" + made + "/_history/2";
      case 1 -> "http://example.org/fhir/" + type + "/r" + made;
      case 2 -> type + "/r" + made + "/_history/2";
      default -> type + "/r" + made;
    };
  }

  private String primitive(ElementDefinition element, String type) {
    int day = 10 + made % 18;
    return switch (type) {
      case "boolean" -> String.valueOf((variant + made) % 2 == 0);
      case "integer", "positiveInt", "unsignedInt" -> String.valueOf(made % 1000 + 1);
      case "decimal" -> made % 90 + ".50";
      case "date" -> quoted(made % 2 == 0 ? "2024-02-" + day : "2024-02");
      case "dateTime" ->
          quoted(made % 2 == 0 ? "2024-02-" + day : "2024-02-" + day + "T01:02:03-05:00");
      case "instant" -> quoted("2024-02-" + day + "T01:02:03.456Z");
      case "time" -> quoted("01:02:03");
      case "base64Binary" -> quoted("AAAA");
      case "oid" -> quoted("urn:oid:1.2." + made);
      case "uuid" -> quoted("urn:uuid:c757873d-ec9a-4326-a141-%012d".formatted(made));
      case "canonical" ->
          quoted("http://example.org/canonical/" + made + (made % 2 == 0 ? "|1" : ""));
      case "uri", "url" -> quoted("http://example.org/" + made);
      case "id" -> quoted("id-" + made);
      case "code" -> quoted(code(element));
      case "xhtml" -> quoted("<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>");
      default -> quoted("text " + made);
    };
  }

  private String code(ElementDefinition element) {
    List<String> codes = element.requiredCodes().stream().sorted().toList();
    return codes.isEmpty() ? "code-" + made : codes.get(variant % codes.size());
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
