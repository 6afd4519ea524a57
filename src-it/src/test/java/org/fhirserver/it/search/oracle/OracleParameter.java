package org.fhirserver.it.search.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A search parameter as the oracle knows it.
 *
 * @param paths where its values stand, such as {@code name.family}; "" is the context itself
 * @param system the code system of a plain code, the only target type of a reference, else ""
 * @param contexts for a composite, where the elements stand that pair the components
 * @param components for a composite, its components, with paths relative to the context
 */
record OracleParameter(
    String type,
    String code,
    Kind kind,
    List<String> paths,
    String system,
    List<String> contexts,
    List<OracleParameter> components) {
  private static final Set<String> WITHOUT_TEXTS =
      Set.of("_id", "telecom", "active", "gender", "status", "version");

  static OracleParameter simple(String type, String code, Kind kind, String... paths) {
    return new OracleParameter(type, code, kind, List.of(paths), "", List.of(), List.of());
  }

  static OracleParameter composite(
      String type, String code, List<String> contexts, OracleParameter... components) {
    return new OracleParameter(
        type, code, Kind.COMPOSITE, List.of(), "", contexts, List.of(components));
  }

  OracleParameter within(String newSystem) {
    return new OracleParameter(type, code, kind, paths, newSystem, contexts, components);
  }

  /** Whether resources can be sorted by it. */
  boolean isSortable() {
    return kind != Kind.COMPOSITE && kind != Kind.POSITION;
  }

  /** Whether its values have texts beside their codes. */
  boolean hasTexts() {
    return kind == Kind.TOKEN && !WITHOUT_TEXTS.contains(code);
  }

  /** Whether fragments of its values do not count. */
  boolean isCanonical() {
    return code.equals("_profile");
  }

  /** The values in a resource or in another context. */
  List<JsonNode> values(JsonNode context) {
    return paths.stream().flatMap(path -> values(context, path)).toList();
  }

  static Stream<JsonNode> values(JsonNode context, String path) {
    List<JsonNode> nodes = List.of(context);
    for (String step : path.isEmpty() ? new String[0] : path.split("\\.")) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : nodes) {
        JsonNode child = node.path(step);
        if (child.isArray()) {
          child.forEach(next::add);
        } else if (!child.isMissingNode()) {
          next.add(child);
        }
      }
      nodes = next;
    }
    return nodes.stream();
  }
}
