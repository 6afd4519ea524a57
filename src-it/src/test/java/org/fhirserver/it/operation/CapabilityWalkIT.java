package org.fhirserver.it.operation;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.Walk;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The capability statement says what the server does and nothing else: F193 and §14.2.
 *
 * @see <a href="https://hl7.org/fhir/R4/capabilitystatement.html">CapabilityStatement</a>
 */
@HttpTest
class CapabilityWalkIT {
  private static final int THREADS = 4;

  /** Operations of the specification and of other servers. */
  private static final List<String> OPERATIONS =
      List.of(
          "apply",
          "conforms",
          "convert",
          "data-requirements",
          "docref",
          "document",
          "everything",
          "expand",
          "export",
          "find",
          "find-matches",
          "graph",
          "graphql",
          "import",
          "includes",
          "lastn",
          "lookup",
          "match",
          "member-match",
          "meta",
          "meta-add",
          "meta-delete",
          "process-message",
          "purge-history",
          "reindex",
          "snapshot",
          "stats",
          "submit",
          "subsumes",
          "transform",
          "translate",
          "validate",
          "validate-code",
          "versions");

  private final FhirClient client;
  private final JsonNode statement;
  private final JsonNode rest;

  CapabilityWalkIT(FhirClient client) {
    this.client = client;
    this.statement = client.anonymous().get("metadata").expect(200).json();
    this.rest = statement.path("rest").path(0);
  }

  @Test
  @DisplayName("F193 everything declared for a type works, for all types")
  void everythingDeclaredForTypesWorks() {
    List<JsonNode> types = new ArrayList<>();
    rest.path("resource").forEach(types::add);
    assertEquals(145, types.size());
    ExamplesByType examples = new ExamplesByType();
    AtomicInteger next = new AtomicInteger();

    List<List<String>> mistakes =
        Parallel.run(
            THREADS,
            thread -> {
              List<String> found = new ArrayList<>();
              for (int i = next.getAndIncrement(); i < types.size(); i = next.getAndIncrement()) {
                if (!Walk.takes(i)) {
                  continue;
                }
                JsonNode type = types.get(i);
                String name = type.path("type").asText();
                found.addAll(new TypeWalk(client, statement, type, examples.of(name)).mistakes());
              }
              return found;
            });

    assertEquals(List.of(), mistakes.stream().flatMap(List::stream).toList());
  }

  @Test
  @DisplayName("F193 everything declared for the whole server works")
  void everythingDeclaredForTheServerWorks() {
    List<String> called = new ArrayList<>();
    for (JsonNode interaction : rest.path("interaction")) {
      String code = interaction.path("code").asText();
      switch (code) {
        case "transaction", "batch" -> client.post("", emptyBundle(code)).expect(200);
        case "search-system" -> searchByDeclaredParameters();
        case "history-system" -> client.get("_history?_count=1").expect(200);
        default -> throw new AssertionError("Nothing here calls " + code);
      }
      called.add(code);
    }
    for (JsonNode operation : rest.path("operation")) {
      client.get("$" + operation.path("name").asText()).expect(200);
      called.add(operation.path("name").asText());
    }
    assertTrue(called.containsAll(List.of("transaction", "history-system", "versions")));
  }

  private void searchByDeclaredParameters() {
    client.get("?_count=1").expect(200);
    for (JsonNode parameter : rest.path("searchParam")) {
      String value =
          switch (parameter.path("name").asText()) {
            case "_lastUpdated" -> "lt1900";
            case "_type" -> "Patient";
            case "_filter" -> "_id%20eq%20none";
            default -> "none";
          };
      client.get("?_count=1&" + parameter.path("name").asText() + "=" + value).expect(200);
    }
  }

  @Test
  @DisplayName("F193 everything in every compartment that is declared can be searched")
  void declaredCompartmentsCanBeSearched() {
    List<String> walked = new ArrayList<>();
    for (JsonNode url : rest.path("compartment")) {
      String path = url.asText().substring(url.asText().lastIndexOf('/') + 1);
      for (JsonNode type : rest.path("resource")) {
        String name = type.path("type").asText();
        if (name.equalsIgnoreCase(path)) {
          client.get(name + "/none/*?_count=1").expect(200);
          client.get(name + "/none/" + name).expect(200);
          walked.add(name);
        }
      }
    }
    assertEquals(
        List.of("Device", "Encounter", "Patient", "Practitioner", "RelatedPerson"),
        walked.stream().sorted().toList());
  }

  @Test
  @DisplayName("F193 operations that are not declared are no routes")
  void undeclaredOperationsAreNoRoutes() {
    for (String operation : OPERATIONS) {
      if (!declares(rest, operation)) {
        assertOutcome(client.get("$" + operation), 404, "not-found");
      }
      for (JsonNode type : rest.path("resource")) {
        String name = type.path("type").asText();
        if (!declares(type, operation) && List.of("Patient", "ValueSet").contains(name)) {
          assertOutcome(client.get(name + "/$" + operation), 404, "not-found");
          assertOutcome(client.get(name + "/x/$" + operation), 404, "not-found");
        }
      }
    }
  }

  @Test
  @DisplayName("F193 types, formats, interactions and parameters that are not declared are refused")
  void undeclaredIsRefused() {
    assertOutcome(client.post("Parameters", "{\"resourceType\":\"Parameters\"}"), 404, "not-found");
    assertOutcome(client.get("NoType"), 404, "not-found");
    assertOutcome(client.get("_search?_type=Patient"), 405, "not-supported");
    assertOutcome(client.get("Group/x/Patient"), 404, "not-found");
    for (String format : List.of("text/turtle", "application/fhir+turtle")) {
      FhirResponse refused =
          client.send(client.request("Patient?_count=1").setHeader("Accept", format).GET());
      assertOutcome(refused, 406, "not-supported");
    }
    assertOutcome(client.get("Patient?_format=ttl"), 406, "not-supported");
    assertOutcome(client.get("Patient?undeclared=x"), 400);
    assertOutcome(
        client.send(
            client
                .request("Patient/x")
                .setHeader("Content-Type", "application/xml-patch+xml")
                .method("PATCH", java.net.http.HttpRequest.BodyPublishers.ofString("<x/>"))),
        415,
        "not-supported");
  }

  @Test
  @DisplayName("§10.2, §10.5 the statement comes in XML, indented, as a summary and by elements")
  void statementComesInAllForms() {
    String xml = client.get("metadata?_format=xml").expect(200).body();
    assertTrue(xml.contains("<CapabilityStatement"), xml.substring(0, 100));
    assertTrue(client.get("metadata?_pretty=true").expect(200).body().contains("\n"));
    JsonNode elements = client.get("metadata?_elements=name").expect(200).json();
    assertTrue(elements.has("name") && !elements.has("rest"), elements.toString());
    assertOutcome(client.get("metadata?_format=blah"), 406, "not-supported");
    assertOutcome(client.get("metadata?_pretty=abc"), 400);
    assertOutcome(client.get("metadata?_summary=xyz"), 400);
    assertOutcome(client.get("metadata?_elements="), 400);
    String valid = client.post("CapabilityStatement/$validate", statement.toString()).body();
    assertTrue(!valid.contains("\"severity\":\"error\""), valid);
  }

  private static boolean declares(JsonNode place, String operation) {
    for (JsonNode declared : place.path("operation")) {
      if (declared.path("name").asText().equals(operation)) {
        return true;
      }
    }
    return false;
  }

  private static String emptyBundle(String type) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\"}";
  }
}
