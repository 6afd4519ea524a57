package org.fhirserver.it.search.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fhirserver.it.search.oracle.OracleQuery.Condition;
import org.fhirserver.it.search.oracle.OracleQuery.SortBy;

/** Makes queries, most of them near to what the resources hold. */
final class QueryMaker {
  /** What {@code :text} takes, with room for characters that fold into several. */
  private static final int LONGEST_TEXT = 100;

  private final Pools pools;
  private final String baseUrl;
  private final Map<String, List<JsonNode>> resources;
  private final Map<String, List<OracleParameter>> parameters;

  /**
   * A maker.
   *
   * @param baseUrl the service base URL with a slash at its end, for absolute references
   */
  QueryMaker(long seed, String baseUrl, List<JsonNode> resources) {
    this.pools = new Pools(new Random(seed));
    this.baseUrl = baseUrl;
    this.resources =
        resources.stream()
            .collect(Collectors.groupingBy(resource -> resource.path("resourceType").asText()));
    this.parameters =
        OracleParameters.all().stream().collect(Collectors.groupingBy(OracleParameter::type));
  }

  /** The next query. */
  OracleQuery next() {
    String type =
        pools.of(
            List.of(
                "Patient",
                "Patient",
                "Patient",
                "Observation",
                "Observation",
                "Observation",
                "Observation",
                "Encounter",
                "Condition",
                "RiskAssessment",
                "Location",
                "ValueSet"));
    List<Condition> conditions = new ArrayList<>();
    for (int i = pools.chance(3) ? 0 : 1 + pools.number(pools.chance(40) ? 3 : 1); i > 0; i--) {
      conditions.add(condition(type, pools.chance(25) ? 1 + pools.number(3) : 0));
    }
    List<SortBy> sort = new ArrayList<>();
    for (int i = pools.chance(30) ? 1 + pools.number(3) : 0; i > 0; i--) {
      OracleParameter parameter = pools.of(parameters.get(type));
      if (parameter.isSortable()) {
        sort.add(new SortBy(parameter, pools.chance(50)));
      }
    }
    return new OracleQuery(type, conditions, sort);
  }

  /** A condition behind so many links, fewer where they end. */
  private Condition condition(String type, int links) {
    List<OracleLink> possible = OracleLink.from(type);
    if (links == 0 || possible.isEmpty()) {
      return condition(pools.of(parameters.get(type)));
    }
    OracleLink link = pools.of(possible);
    return condition(link.end(), links - 1).behind(link);
  }

  /** Behind a comma, a blank would make the comma part of a string. */
  private static String alternative(OracleParameter parameter, String value) {
    boolean shorter = parameter.kind() == Kind.STRING && !value.isBlank();
    return shorter ? value.stripLeading() : value;
  }

  private Condition condition(OracleParameter parameter) {
    if (parameter.kind() != Kind.COMPOSITE && pools.chance(8)) {
      return new Condition(parameter, "missing", pools.chance(50) ? "true" : "false");
    }
    String modifier = modifier(parameter);
    List<String> values = new ArrayList<>();
    boolean several = !modifier.equals("above") && pools.chance(25);
    for (int i = several ? 2 + pools.number(2) : 1; i > 0; i--) {
      String value = value(parameter, modifier);
      values.add(values.isEmpty() ? value : alternative(parameter, value));
    }
    return new Condition(parameter, modifier, String.join(",", values));
  }

  private String modifier(OracleParameter parameter) {
    return switch (parameter.kind()) {
      case STRING -> pools.of(List.of("", "", "exact", "contains"));
      case TOKEN -> tokenModifier(parameter);
      case REFERENCE ->
          pools.chance(20)
              ? "identifier"
              : parameter.code().equals("subject") && pools.chance(20) ? "Patient" : "";
      case URI -> pools.of(List.of("", "", "above", "below"));
      default -> "";
    };
  }

  private String tokenModifier(OracleParameter parameter) {
    if (parameter.hasTexts() && pools.chance(25)) {
      return "text";
    }
    if (parameter.code().equals("identifier") && pools.chance(30)) {
      return "of-type";
    }
    return pools.chance(15) ? "not" : "";
  }

  private String value(OracleParameter parameter, String modifier) {
    switch (modifier) {
      case "text":
        return codeText(parameter);
      case "of-type":
        return typedIdentifier(parameter);
      case "identifier":
        return token(sample(parameter).path("identifier"), "");
      case "below":
        return Escapes.escape(beginning(uri(parameter)));
      default:
        return plainValue(parameter, modifier);
    }
  }

  private String plainValue(OracleParameter parameter, String modifier) {
    return switch (parameter.kind()) {
      case STRING -> text(parameter, modifier);
      case TOKEN -> token(parameter);
      case DATE -> datePrefix(parameter) + date(parameter);
      case NUMBER -> prefix() + pools.decimal();
      case QUANTITY -> prefix() + quantity();
      case REFERENCE -> Escapes.escape(reference(parameter, modifier));
      case URI -> Escapes.escape(uri(parameter) + (modifier.equals("above") ? "/x" : ""));
      case POSITION ->
          pools.of(Pools.LATITUDES) + "|" + pools.of(Pools.LONGITUDES) + pools.of(Pools.DISTANCES);
      case COMPOSITE ->
          parameter.components().stream()
              .map(component -> value(component, ""))
              .collect(Collectors.joining("$"));
    };
  }

  /** What is near to now changes while the test runs. */
  private String datePrefix(OracleParameter parameter) {
    String prefix = prefix();
    return prefix.equals("ap") && parameter.code().equals("_lastUpdated") ? "" : prefix;
  }

  private String prefix() {
    return pools.chance(30) ? "" : pools.of(Prefix.ALL);
  }

  /** A value of that parameter in some resource, often; else missing. */
  private JsonNode sample(OracleParameter parameter) {
    List<JsonNode> values = parameter.values(pools.of(resources.get(parameter.type())));
    return values.isEmpty() ? MissingNode.getInstance() : pools.of(values);
  }

  private String text(OracleParameter parameter, String modifier) {
    String whole = sample(parameter).asText();
    if (whole.isEmpty() || pools.chance(30)) {
      whole = pools.text();
    }
    if (modifier.equals("exact")) {
      return Escapes.escape(pools.chance(80) ? whole : pools.partOf(whole, true));
    }
    return Escapes.escape(pools.partOf(whole, modifier.isEmpty()));
  }

  private String token(OracleParameter parameter) {
    if (parameter.code().equals("_id")) {
      return pools.of(resources.get(parameter.type())).path("id").asText();
    }
    JsonNode sample = sample(parameter);
    return token(
        sample.has("coding") ? pools.of(list(sample.path("coding"))) : sample, parameter.system());
  }

  private String token(JsonNode coding, String impliedSystem) {
    String code = coding.path(coding.has("code") ? "code" : "value").asText();
    String system = coding.path("system").asText();
    if (coding.isValueNode()) {
      code = coding.asText();
      system = impliedSystem;
    }
    if (code.isEmpty() || pools.chance(15)) {
      code = pools.of(Pools.CODES);
    }
    if (pools.chance(15)) {
      system = pools.of(Pools.SYSTEMS);
    }
    String escaped = Escapes.escape(code);
    return switch (pools.number(4)) {
      case 0 -> Escapes.escape(system) + "|" + escaped;
      case 1 -> "|" + escaped;
      case 2 -> system.isEmpty() ? escaped : Escapes.escape(system) + "|";
      default -> escaped;
    };
  }

  private String codeText(OracleParameter parameter) {
    List<String> texts = Oracle.texts(sample(parameter)).toList();
    String text = texts.isEmpty() || pools.chance(20) ? pools.text() : pools.of(texts);
    String part = pools.partOf(text.substring(0, Math.min(text.length(), LONGEST_TEXT)), true);
    return Escapes.escape(PlainText.of(part).isEmpty() ? "a" : part);
  }

  private String typedIdentifier(OracleParameter parameter) {
    JsonNode identifier = sample(parameter);
    List<JsonNode> codings = list(identifier.path("type").path("coding"));
    JsonNode coding = codings.isEmpty() ? identifier : pools.of(codings);
    return Stream.of(
            coding.path("system").asText(),
            coding.path("code").asText(),
            identifier.path("value").asText())
        .map(part -> part.isEmpty() ? "x" : part)
        .map(Escapes::escape)
        .collect(Collectors.joining("|"));
  }

  private String beginning(String uri) {
    return uri.substring(0, 1 + pools.number(uri.length()));
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  private String date(OracleParameter parameter) {
    JsonNode sample = sample(parameter);
    return sample.isTextual() && pools.chance(40) ? sample.asText() : pools.searchDate();
  }

  private String quantity() {
    return pools.decimal()
        + pools.of(
            List.of(
                "",
                "",
                "||mg",
                "||mmHg",
                "||mm[Hg]",
                "|http://unitsofmeasure.org|mg",
                "|http://unitsofmeasure.org|mm[Hg]",
                "|http://unitsofmeasure.org|mmHg",
                "|http://unitsofmeasure.org|g",
                "|http://unitsofmeasure.org|kg",
                "|http://unitsofmeasure.org|ug{dry}",
                "|http://unitsofmeasure.org|[lb_av]",
                "|http://unitsofmeasure.org|Pa",
                "|http://unitsofmeasure.org|Cel",
                "|http://unitsofmeasure.org|[degF]",
                "|http://unitsofmeasure.org|K",
                "|http://unitsofmeasure.org|a",
                "|http://unitsofmeasure.org|mo",
                "|http://unitsofmeasure.org|[iU]",
                "|http://unitsofmeasure.org",
                "|http://other.example|mg"));
  }

  private String reference(OracleParameter parameter, String modifier) {
    String stored =
        sample(parameter).path("reference").asText("Patient/x.1").replaceAll("/_history/.*", "");
    String local = stored.replace(baseUrl, "").replace("http://other.example/fhir/", "");
    if (local.startsWith("urn:")) {
      return modifier.isEmpty() ? local : "x.2";
    }
    String id = local.substring(local.indexOf('/') + 1);
    if (!modifier.isEmpty()) {
      return id;
    }
    return switch (pools.number(5)) {
      case 0 -> id;
      case 1 -> baseUrl + local;
      case 2 -> "http://other.example/fhir/" + local;
      default -> local;
    };
  }

  private String uri(OracleParameter parameter) {
    String stored = sample(parameter).asText();
    if (stored.isEmpty() || pools.chance(30)) {
      stored = pools.of(Pools.PROFILES);
    }
    return pools.chance(30) ? stored.split("[|#]")[0] : stored;
  }
}
