package org.fhirserver.it.search.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Evaluates queries over plain JSON by the words of the specification. */
final class Oracle {
  /** In metres. */
  private static final double EARTH_RADIUS = 6_371_008.8;

  private final Map<String, List<JsonNode>> byType;
  private final String baseUrl;
  private final Instant now;

  /**
   * An oracle over all resources of a server.
   *
   * @param baseUrl the service base URL with a slash at its end
   * @param now what approximate dates are measured from
   */
  Oracle(List<JsonNode> resources, String baseUrl, Instant now) {
    this.byType =
        resources.stream()
            .collect(Collectors.groupingBy(resource -> resource.path("resourceType").asText()));
    this.baseUrl = baseUrl;
    this.now = now;
  }

  /** The resources that a query finds. */
  List<JsonNode> find(OracleQuery query) {
    Stream<JsonNode> found = byType.getOrDefault(query.type(), List.of()).stream();
    for (OracleQuery.Condition condition : query.conditions()) {
      found = found.filter(test(condition));
    }
    return found.collect(Collectors.toList());
  }

  private Predicate<JsonNode> test(OracleQuery.Condition condition) {
    if (condition.links().isEmpty()) {
      return resource -> holds(condition, resource);
    }
    OracleLink link = condition.links().get(0);
    List<JsonNode> ends =
        byType.getOrDefault(link.end(), List.of()).stream().filter(test(condition.rest())).toList();
    if (link.back()) {
      Set<String> targets =
          ends.stream().flatMap(end -> targets(link, end)).collect(Collectors.toSet());
      return resource -> targets.contains(key(resource));
    }
    Set<String> keys = ends.stream().map(Oracle::key).collect(Collectors.toSet());
    return resource -> targets(link, resource).anyMatch(keys::contains);
  }

  private Stream<String> targets(OracleLink link, JsonNode resource) {
    return link.reference().values(resource).stream().map(this::local);
  }

  private static String key(JsonNode resource) {
    return resource.path("resourceType").asText() + "/" + resource.path("id").asText();
  }

  private boolean holds(OracleQuery.Condition condition, JsonNode resource) {
    OracleParameter parameter = condition.parameter();
    if (condition.modifier().equals("missing")) {
      boolean missing =
          parameter.values(resource).stream()
              .noneMatch(
                  value ->
                      isOfTarget(parameter, value)
                          || value.has("identifier") && mayBeOfTarget(parameter, value));
      return missing == condition.value().equals("true");
    }
    boolean found =
        Escapes.split(condition.value(), ',').stream()
            .anyMatch(value -> holds(parameter, condition.modifier(), value, resource));
    return found != condition.modifier().equals("not");
  }

  private boolean holds(
      OracleParameter parameter, String modifier, String value, JsonNode context) {
    if (parameter.kind() == Kind.COMPOSITE) {
      List<String> parts = Escapes.split(value, '$');
      return parameter.contexts().stream()
          .flatMap(path -> OracleParameter.values(context, path))
          .anyMatch(element -> holdsTogether(parameter, parts, element));
    }
    return parameter.values(context).stream()
        .anyMatch(
            target ->
                switch (modifier) {
                  case "text" -> startsSo(texts(target), Escapes.unescape(value));
                  case "of-type" -> isOfType(value, target);
                  case "identifier" -> identifies(parameter, value, target);
                  case "above", "below" -> hierarchy(parameter, modifier, value, target);
                  default -> matches(parameter, modifier, value, target);
                });
  }

  /** All texts that belong to a code or to the type of an identifier. */
  static Stream<String> texts(JsonNode coded) {
    JsonNode concept = coded.has("type") ? coded.path("type") : coded;
    return Stream.of(
            Stream.of(concept.path("text"), concept.path("display")),
            OracleParameter.values(concept, "coding.display"))
        .flatMap(texts -> texts)
        .map(JsonNode::asText)
        .filter(text -> !text.isEmpty());
  }

  private static boolean startsSo(Stream<String> texts, String start) {
    return texts.anyMatch(text -> PlainText.of(text).startsWith(PlainText.of(start)));
  }

  private static boolean isOfType(String value, JsonNode identifier) {
    List<String> parts = Escapes.split(value, '|').stream().map(Escapes::unescape).toList();
    return identifier.path("value").asText().equals(parts.get(2))
        && OracleParameter.values(identifier, "type.coding")
            .anyMatch(
                coding ->
                    coding.path("system").asText().equals(parts.get(0))
                        && coding.path("code").asText().equals(parts.get(1)));
  }

  private boolean identifies(OracleParameter parameter, String value, JsonNode reference) {
    return reference.has("identifier")
        && mayBeOfTarget(parameter, reference)
        && token(parameter, value, reference.path("identifier"));
  }

  private static boolean hierarchy(
      OracleParameter parameter, String modifier, String value, JsonNode target) {
    String asked = uri(parameter, Escapes.unescape(value));
    String stored = uri(parameter, target.asText());
    boolean below =
        modifier.equals("below")
            ? stored.startsWith(asked)
            : asked.startsWith(stored) || asked.startsWith(stored.split("\\|")[0]);
    return below && !asked.startsWith("urn:") && !stored.startsWith("urn:");
  }

  private static String uri(OracleParameter parameter, String text) {
    return parameter.isCanonical() ? text.replaceFirst("#.*", "") : text;
  }

  /** Whether it is not farther away than the value says; by the angle between two vectors. */
  private static boolean isNear(String value, JsonNode position) {
    String[] parts = value.split("\\|");
    double distance = parts.length < 3 ? 50 : Double.parseDouble(parts[2]);
    double metres =
        switch (parts.length < 4 ? "km" : parts[3]) {
          case "m" -> distance;
          case "mi" -> distance * 1_609.344;
          default -> distance * 1_000;
        };
    double[] one = vector(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
    double[] other =
        vector(position.path("latitude").asDouble(), position.path("longitude").asDouble());
    double chord =
        Math.sqrt(
            Math.pow(one[0] - other[0], 2)
                + Math.pow(one[1] - other[1], 2)
                + Math.pow(one[2] - other[2], 2));
    return 2 * Math.asin(Math.min(1, chord / 2)) * EARTH_RADIUS <= metres + 0.001;
  }

  private static double[] vector(double latitude, double longitude) {
    double north = Math.toRadians(latitude);
    double east = Math.toRadians(longitude);
    return new double[] {
      Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)
    };
  }

  private boolean holdsTogether(OracleParameter composite, List<String> parts, JsonNode element) {
    for (int i = 0; i < parts.size(); i++) {
      if (!holds(composite.components().get(i), "", parts.get(i), element)) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(
      OracleParameter parameter, String modifier, String value, JsonNode target) {
    return switch (parameter.kind()) {
      case STRING -> string(modifier, Escapes.unescape(value), target.asText());
      case TOKEN -> token(parameter, value, target);
      case DATE -> TimeInterval.matches(value, TimeInterval.of(target), now);
      case NUMBER -> NumberInterval.of(target).matches(value);
      case QUANTITY -> quantity(value, target);
      case REFERENCE -> reference(parameter, modifier, Escapes.unescape(value), target);
      case URI -> sameUri(uri(parameter, Escapes.unescape(value)), uri(parameter, target.asText()));
      case POSITION -> isNear(value, target);
      case COMPOSITE -> throw new IllegalArgumentException(parameter.code());
    };
  }

  private static boolean string(String modifier, String value, String target) {
    return switch (modifier) {
      case "exact" -> target.equals(value);
      case "contains" -> PlainText.of(target).contains(PlainText.of(value));
      default -> PlainText.of(target).startsWith(PlainText.of(value));
    };
  }

  private static boolean token(OracleParameter parameter, String value, JsonNode target) {
    List<String> parts = Escapes.split(value, '|');
    String code = Escapes.unescape(parts.get(parts.size() - 1));
    Optional<String> system =
        parts.size() == 2 ? Optional.of(Escapes.unescape(parts.get(0))) : Optional.empty();
    JsonNode codings = target.path("coding");
    if (codings.isArray()) {
      for (JsonNode coding : codings) {
        if (token(code, system, coding.path("system").asText(), coding.path("code").asText())) {
          return true;
        }
      }
      return false;
    }
    if (!target.isObject()) {
      String implied = system.filter(String::isEmpty).isPresent() ? "" : parameter.system();
      return token(code, system, implied, target.asText());
    }
    boolean contact = parameter.code().equals("telecom");
    String targetCode = target.path(target.has("code") ? "code" : "value").asText();
    return token(code, system, contact ? "" : target.path("system").asText(), targetCode);
  }

  private static boolean token(
      String code, Optional<String> system, String targetSystem, String targetCode) {
    return (code.isEmpty() || code.equals(targetCode))
        && (system.isEmpty() || system.get().equals(targetSystem));
  }

  private static boolean quantity(String value, JsonNode target) {
    List<String> parts = Escapes.split(value, '|');
    JsonNode unit = target.has("low") ? target.path("low") : target;
    if (!target.has("low") && target.has("high")) {
      unit = target.path("high");
    }
    String system = parts.size() > 1 ? Escapes.unescape(parts.get(1)) : "";
    String code = parts.size() > 2 ? Escapes.unescape(parts.get(2)) : "";
    if (!system.isEmpty() && !unit.path("system").asText().equals(system)) {
      return false;
    }
    if (!system.isEmpty() && !code.isEmpty()) {
      String own = unit.path(unit.has("code") ? "code" : "unit").asText();
      OracleUnit asked = OracleUnit.of(system, code);
      OracleUnit found = OracleUnit.of(system, own);
      return asked.kind().equals(found.kind())
          && NumberInterval.of(target).in(found).matches(parts.get(0), asked);
    }
    boolean rightCode =
        code.isEmpty()
            || unit.path("code").asText().equals(code)
            || unit.path("unit").asText().equals(code);
    return rightCode && NumberInterval.of(target).matches(parts.get(0));
  }

  private boolean reference(
      OracleParameter parameter, String modifier, String value, JsonNode target) {
    if (!isOfTarget(parameter, target)) {
      return false;
    }
    String local = local(target);
    String asked = value.startsWith(baseUrl) ? value.substring(baseUrl.length()) : value;
    if (asked.contains("/") || asked.contains(":")) {
      return local.equals(asked);
    }
    boolean relative = local.matches("[A-Za-z]+/[^/:]+");
    return relative
        && local.endsWith("/" + asked)
        && (modifier.isEmpty() || local.startsWith(modifier + "/"));
  }

  /** The reference without version, relative if it is one to this server. */
  private String local(JsonNode reference) {
    String url = reference.path("reference").asText().replaceAll("/_history/.*", "");
    return url.startsWith(baseUrl) ? url.substring(baseUrl.length()) : url;
  }

  /** Whether a value counts for the parameter: "patient" takes references to patients only. */
  private boolean isOfTarget(OracleParameter parameter, JsonNode value) {
    return parameter.kind() != Kind.REFERENCE
        || parameter.system().isEmpty()
        || local(value).startsWith(parameter.system() + "/");
  }

  /** Whether nothing says that a reference points to another type than the parameter takes. */
  private boolean mayBeOfTarget(OracleParameter parameter, JsonNode reference) {
    String[] parts = local(reference).split("/");
    String named = parts.length > 1 ? parts[parts.length - 2] : reference.path("type").asText();
    return parameter.kind() != Kind.REFERENCE
        || parameter.system().isEmpty()
        || named.isEmpty()
        || named.equals(parameter.system());
  }

  private static boolean sameUri(String value, String target) {
    return target.equals(value)
        || target.contains("|") && target.substring(0, target.indexOf('|')).equals(value);
  }
}
