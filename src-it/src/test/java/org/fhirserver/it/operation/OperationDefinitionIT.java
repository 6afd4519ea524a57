package org.fhirserver.it.operation;

import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertJson;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The definitions of the operations: §12.10 and §14.2.
 *
 * @see <a href="https://hl7.org/fhir/R4/operationdefinition.html">OperationDefinition</a>
 */
@HttpTest
class OperationDefinitionIT {
  private final FhirClient client;
  private final FhirClient anyone;
  private final String base;

  OperationDefinitionIT(FhirClient client) {
    this.client = client;
    this.anyone = client.anonymous();
    this.base = client.base().toString();
  }

  @Test
  @DisplayName("§12.10, §14.2 anyone reads the definition of each declared operation")
  void anyoneReadsEachDeclaredOperation() {
    JsonNode rest = anyone.get("metadata").expect(200).json().path("rest").path(0);
    Set<String> urls = new TreeSet<>();
    rest.path("operation").forEach(operation -> urls.add(operation.path("definition").asText()));
    rest.path("resource")
        .forEach(
            type ->
                type.path("operation")
                    .forEach(operation -> urls.add(operation.path("definition").asText())));

    assertTrue(urls.contains(base + "OperationDefinition/everything"), urls.toString());
    assertTrue(urls.size() >= 6, urls.toString());
    for (String url : urls) {
      FhirResponse response = anyone.get(url).expect(200);
      assertHeaders(response);
      assertJson(response);
      assertEquals(Optional.of("W/\"1\""), response.header("ETag"));
      JsonNode definition = response.json();
      assertEquals("OperationDefinition", definition.path("resourceType").asText());
      assertEquals(url, definition.path("url").asText());
      assertEquals(url, base + "OperationDefinition/" + definition.path("code").asText());
      assertEquals("active", definition.path("status").asText());
      String answer =
          client.post("OperationDefinition/$validate", response.body()).expect(200).body();
      assertFalse(answer.contains("\"severity\":\"error\""), answer);
    }
  }

  @Test
  @DisplayName("§12.10 a definition tells types, levels and parameters")
  void definitionTellsTypesLevelsAndParameters() {
    JsonNode everything = anyone.get("OperationDefinition/everything").expect(200).json();

    assertEquals("Patient", everything.path("resource").path(0).asText());
    assertFalse(everything.path("system").asBoolean());
    assertTrue(everything.path("instance").asBoolean());
    assertFalse(everything.path("affectsState").asBoolean());
    assertEquals("start", everything.path("parameter").path(0).path("name").asText());
    assertEquals("in", everything.path("parameter").path(0).path("use").asText());
    assertEquals("date", everything.path("parameter").path(0).path("type").asText());
  }

  @Test
  @DisplayName("§10.1, §10.5 a definition comes in XML and as a summary too")
  void definitionComesInXmlAndAsSummary() {
    FhirResponse xml =
        anyone.send(
            anyone
                .request("OperationDefinition/meta")
                .setHeader("Accept", "application/fhir+xml")
                .GET());
    assertTrue(xml.expect(200).body().contains("<OperationDefinition"), xml.body());
    JsonNode summary = anyone.get("OperationDefinition/meta?_elements=code").expect(200).json();
    assertFalse(summary.has("description"));
  }

  @Test
  @DisplayName("§12.10 the ids of these definitions cannot be taken")
  void idsOfDefinitionsCannotBeTaken() {
    String body = definition("everything");

    assertOutcome(client.put("OperationDefinition/everything", body), 405, "not-supported");
    assertOutcome(client.delete("OperationDefinition/everything"), 405, "not-supported");
    assertEquals(
        "active", client.get("OperationDefinition/everything").json().path("status").asText());
  }

  @Test
  @DisplayName("§14.2, §14.4 definitions that somebody stored are as any other resource")
  void storedDefinitionsAreAsAnyOtherResource() {
    String id = Samples.newId();
    client.put("OperationDefinition/" + id, definition(id)).expect(201);

    client.get("OperationDefinition/" + id).expect(200);
    assertOutcome(anyone.get("OperationDefinition/" + id), 401, "login");
    assertOutcome(anyone.get("OperationDefinition"), 401, "login");
    assertOutcome(anyone.get("OperationDefinition/everything/_history"), 401, "login");
    assertOutcome(anyone.get("OperationDefinition/" + Samples.newId()), 401, "login");
    assertOutcome(client.get("OperationDefinition/" + Samples.newId()), 404, "not-found");
  }

  private static String definition(String id) {
    return ("{'resourceType':'OperationDefinition','id':'"
            + id
            + "','name':'Mine','status':'draft','kind':'operation','code':'mine','system':true,"
            + "'type':false,'instance':false}")
        .replace('\'', '"');
  }
}
