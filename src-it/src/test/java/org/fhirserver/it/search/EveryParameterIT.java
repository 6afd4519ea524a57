package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Walk;
import org.junit.jupiter.api.Test;

/** Whatever the CapabilityStatement promises can be searched for and sorted by. */
@HttpTest
class EveryParameterIT {
  /** These are no values: nothing is sorted by them, and FullTextIT searches for them. */
  private static final Set<String> FULL_TEXT = Set.of("_text", "_content");

  private static final int THREADS = 4;

  /** What the server says it can do; checked so that an empty statement tests nothing. */
  private static final int FEWEST_PARAMETERS = 1_500;

  private final FhirClient client;

  EveryParameterIT(FhirClient client) {
    this.client = client;
  }

  private record Parameter(String type, String name, String kind) {}

  @Test
  void canBeSearchedForAndSortedBy() throws Exception {
    List<Parameter> parameters = parameters();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<String>>> checks = new ArrayList<>();
      for (int i = 0; i < parameters.size(); i++) {
        if (Walk.takes(i)) {
          Parameter parameter = parameters.get(i);
          checks.add(() -> check(parameter));
        }
      }
      List<String> failures = new ArrayList<>();
      for (Future<List<String>> check : threads.invokeAll(checks)) {
        failures.addAll(Objects.requireNonNull(check.get()));
      }
      assertEquals("", String.join("\n", failures));
    } finally {
      threads.shutdownNow();
    }
    assertTrue(parameters.size() >= FEWEST_PARAMETERS, () -> parameters.size() + " parameters");
  }

  private List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    JsonNode statement = client.get("metadata").expect(200).json();
    for (JsonNode resource : statement.path("rest").path(0).path("resource")) {
      for (JsonNode parameter : resource.path("searchParam")) {
        if (FULL_TEXT.contains(parameter.path("name").asText())) {
          continue;
        }
        parameters.add(
            new Parameter(
                resource.path("type").asText(),
                parameter.path("name").asText(),
                parameter.path("type").asText()));
      }
    }
    return parameters;
  }

  private List<String> check(Parameter parameter) {
    List<String> failures = new ArrayList<>();
    String start = parameter.type() + "?" + parameter.name();
    if (parameter.kind().equals("composite")) {
      expect(400, start + ":missing=true", failures);
      expect(400, parameter.type() + "?_sort=" + parameter.name(), failures);
      return failures;
    }
    if (parameter.kind().equals("special")) {
      expect(400, parameter.type() + "?_sort=" + parameter.name(), failures);
      expect(200, start + "=" + Searches.encoded("42.25|-83.69|11.20|km"), failures);
      expect(200, start + ":missing=true", failures);
      return failures;
    }
    String value = Searches.encoded(value(parameter));
    expect(200, start + "=" + value + "&_sort=" + parameter.name(), failures);
    expect(200, start + ":missing=true&_sort=-" + parameter.name() + ",_id", failures);
    expect(200, start + ":missing=false", failures);
    return failures;
  }

  private static String value(Parameter parameter) {
    return switch (parameter.kind()) {
      case "string" -> "smith,50% o'b_\\\\";
      case "token" -> parameter.name().equals("_id") ? "a" : "http://example.org|a,b";
      case "date" -> "ge2020-01-01T00:00:00+01:00,2019";
      case "number" -> "gt-5.4e-3,7";
      case "quantity" -> "le5.4|http://unitsofmeasure.org|mg,7";
      case "reference" -> "http://example.org/fhir/Patient/1,1";
      case "uri" -> "http://example.org/x";
      default -> throw new IllegalArgumentException(parameter.toString());
    };
  }

  private void expect(int status, String url, List<String> failures) {
    FhirResponse response = client.get(url + "&_count=2");
    if (response.status() != status) {
      failures.add(response.status() + " " + url + " " + response.body());
    }
  }
}
