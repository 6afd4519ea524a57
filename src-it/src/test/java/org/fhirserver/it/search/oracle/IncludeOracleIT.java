package org.fhirserver.it.search.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.search.Json;
import org.fhirserver.it.search.Searches;
import org.fhirserver.it.search.oracle.IncludeOracle.Asked;
import org.fhirserver.it.search.oracle.IncludeOracle.Parameter;
import org.junit.jupiter.api.Test;

/** Generated includes over generated resources must bring what a plain evaluation brings. */
@HttpTest
class IncludeOracleIT {
  private static final int QUERIES = 200;
  private static final int RESOURCES_OF_A_TYPE = 12;
  private static final List<String> TYPES = IncludeOracle.TYPES;

  private final FhirClient client;
  private final Searches searches;
  private final Random random = new Random(20260711);
  private final String id = UUID.randomUUID().toString().substring(0, 8) + "-";

  IncludeOracleIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @Test
  void includesWhatAPlainEvaluationIncludes() {
    IncludeOracle oracle = new IncludeOracle(store(), client.base().toString());
    List<String> mistakes = new ArrayList<>();
    int included = 0;
    for (int i = 0; i < QUERIES; i++) {
      String type = TYPES.get(random.nextInt(TYPES.size()));
      List<Asked> asked = new ArrayList<>();
      for (int n = random.nextInt(4); n >= 0; n--) {
        asked.add(random(type));
      }
      String query =
          type
              + "?_count="
              + List.of(1, 3, 10, 50).get(i % 4)
              + "&_sort="
              + (i % 3 == 0 ? "_id" : "-_lastUpdated")
              + asked.stream()
                  .map(include -> "&" + include.text(random.nextBoolean()))
                  .collect(Collectors.joining());
      for (JsonNode page : searches.pages(query + "&" + searches.own())) {
        List<String> found = keys(page, "include");
        included += found.size();
        Set<String> expected = oracle.included(keys(page, "match"), asked);
        if (new TreeSet<>(found).size() != found.size() || !new TreeSet<>(found).equals(expected)) {
          mistakes.add(query + "\n  " + new TreeSet<>(found) + "\n  instead of " + expected);
        }
      }
    }

    assertEquals(List.of(), mistakes.stream().limit(5).toList());
    assertTrue(included > QUERIES, "too few are included: " + included);
  }

  private static List<String> keys(JsonNode page, String mode) {
    return Searches.resources(page, mode).stream().map(IncludeOracle::key).toList();
  }

  /** An include that the searched type, most often, has something to do with. */
  private Asked random(String type) {
    boolean iterate = random.nextInt(3) == 0;
    boolean reverse = random.nextBoolean();
    int wildcard = random.nextInt(8);
    if (wildcard == 0) {
      String target = random.nextBoolean() ? "" : TYPES.get(random.nextInt(TYPES.size()));
      return new Asked(reverse, iterate, "*", "*", target);
    }
    List<Parameter> parameters =
        IncludeOracle.PARAMETERS.stream()
            .filter(
                parameter ->
                    iterate
                        || (reverse
                            ? parameter.targets().contains(type)
                            : parameter.source().equals(type)))
            .toList();
    if (parameters.isEmpty()) {
      return new Asked(reverse, iterate, "*", "*", "");
    }
    Parameter parameter = parameters.get(random.nextInt(parameters.size()));
    List<String> targets = parameter.targets().stream().sorted().toList();
    String target = random.nextInt(4) > 0 ? "" : targets.get(random.nextInt(targets.size()));
    String code = wildcard == 1 ? "*" : parameter.code();
    return new Asked(reverse, iterate, parameter.source(), code, target);
  }

  /** Stores resources, each in one or two versions, and tells how they are stored. */
  private List<JsonNode> store() {
    List<ObjectNode> made = new ArrayList<>();
    for (String type : TYPES) {
      for (int i = 0; i < RESOURCES_OF_A_TYPE; i++) {
        made.add(make(type, i));
      }
    }
    List<ObjectNode> changed = made.stream().filter(each -> random.nextInt(3) == 0).toList();
    List<JsonNode> stored = new ArrayList<>();
    put(made);
    changed.forEach(each -> each.put("language", "de"));
    put(changed);
    for (ObjectNode resource : made) {
      String version = changed.contains(resource) ? "2" : "1";
      if (random.nextInt(10) == 0) {
        client.delete(IncludeOracle.key(resource)).expect(204);
      } else {
        resource.withObject("/meta").put("versionId", version);
        stored.add(resource);
      }
    }
    return stored;
  }

  private void put(List<ObjectNode> resources) {
    ObjectNode bundle = Json.readObject("{'resourceType':'Bundle','type':'batch'}");
    for (ObjectNode resource : resources) {
      ObjectNode entry = bundle.withArray("/entry").addObject();
      entry.set("resource", resource);
      entry.putObject("request").put("method", "PUT").put("url", IncludeOracle.key(resource));
    }
    for (JsonNode entry : client.post("", bundle.toString()).expect(200).json().path("entry")) {
      String status = entry.path("response").path("status").asText();
      assertTrue(status.startsWith("20"), entry.toString());
    }
  }

  private ObjectNode make(String type, int number) {
    ObjectNode resource =
        Json.readObject(
            searches.tagged(
                "{'resourceType':'"
                    + type
                    + "','id':'"
                    + id
                    + number
                    + "'"
                    + required(type)
                    + "}"));
    if (type.equals("Questionnaire")) {
      resource.put("url", url(number % 4));
      if (number % 3 > 0) {
        resource.put("version", "" + number % 3);
      }
    }
    for (Parameter parameter : IncludeOracle.PARAMETERS) {
      if (parameter.source().equals(type) && !parameter.code().equals("patient")) {
        refer(resource, parameter);
      }
    }
    return resource;
  }

  private static String required(String type) {
    return switch (type) {
      case "Organization" -> ",'name':'x'";
      case "Observation" -> ",'status':'final','code':{'text':'x'}";
      case "Questionnaire" -> ",'status':'draft'";
      case "QuestionnaireResponse" -> ",'status':'completed'";
      default -> "";
    };
  }

  private void refer(ObjectNode resource, Parameter parameter) {
    switch (parameter.path()) {
      case "questionnaire" -> canonical().ifPresent(url -> resource.put("questionnaire", url));
      case "link.other" -> {
        for (int i = random.nextInt(3); i > 0; i--) {
          ObjectNode link = resource.withArray("/link").addObject().put("type", "seealso");
          link.putObject("other").put("reference", reference(parameter));
        }
      }
      case "generalPractitioner", "performer", "hasMember" -> {
        for (int i = random.nextInt(3); i > 0; i--) {
          resource
              .withArray("/" + parameter.path())
              .addObject()
              .put("reference", reference(parameter));
        }
      }
      default -> {
        if (random.nextInt(4) > 0) {
          resource.putObject(parameter.path()).put("reference", reference(parameter));
        }
      }
    }
  }

  private Optional<String> canonical() {
    String version = List.of("", "|1", "|2", "|3").get(random.nextInt(4));
    return switch (random.nextInt(5)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of("Questionnaire/" + id + random.nextInt(RESOURCES_OF_A_TYPE));
      default -> Optional.of(url(random.nextInt(5)) + version);
    };
  }

  private String url(int number) {
    return "http://example.org/" + id + number;
  }

  /** A reference of any kind, not always to a type that the parameter takes. */
  private String reference(Parameter parameter) {
    List<String> targets = TYPES.stream().filter(parameter.targets()::contains).toList();
    String type = targets.get(random.nextInt(targets.size()));
    if (random.nextInt(20) == 0) {
      type = TYPES.get(random.nextInt(TYPES.size()));
    }
    String relative = type + "/" + id + random.nextInt(RESOURCES_OF_A_TYPE + 1);
    return switch (random.nextInt(12)) {
      case 0 -> client.base() + relative;
      case 1 -> relative + "/_history/" + (1 + random.nextInt(2));
      case 2 -> client.base() + relative + "/_history/" + (1 + random.nextInt(2));
      case 3 -> "http://example.org/fhir/" + relative;
      case 4 -> "urn:uuid:" + UUID.randomUUID();
      default -> relative;
    };
  }
}
