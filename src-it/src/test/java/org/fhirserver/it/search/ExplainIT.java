package org.fhirserver.it.search;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.fhirserver.it.search.Searches.encoded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code $explain}: what a search does, told to administrators (pain 36). */
@HttpTest
class ExplainIT {
  private final FhirClient client;
  private final Searches searches;
  private final String code = UUID.randomUUID().toString();

  ExplainIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
    searches.put(
        ("{'resourceType':'Observation','id':'%s','status':'final','code':{'coding':["
                + "{'code':'%s'}]},'valueQuantity':{'value':1500,"
                + "'system':'http://unitsofmeasure.org','code':'mg'}}")
            .formatted("explain-" + code.substring(0, 8), code));
  }

  @Test
  @DisplayName("$explain tells tree, order, statements with values, plans and times")
  void tellsTreeOrderStatementsPlansAndTimes() {
    String query = "code=" + code + "&_sort=-date&_total=accurate&" + searches.own();
    JsonNode explained = client.get("Observation/$explain?" + query).expect(200).json();

    assertEquals("Parameters", explained.path("resourceType").asText());
    String tree = text(explained, "expression");
    assertTrue(
        tree.contains("(token code " + code + ")") && tree.startsWith("Observation (and"), tree);
    assertEquals("Observation [-date]", text(explained, "order"));
    assertEquals(tree, text(explained, "rewritten"));
    assertTime(part(explained, "time"));
    List<String> steps = new ArrayList<>();
    for (JsonNode step : all(explained, "step")) {
      steps.add(text(step, "name"));
      assertTime(part(step, "time"));
    }
    assertEquals(List.of("parse", "search", "include"), steps);
    JsonNode page = statement(explained, "page");
    assertTrue(text(page, "sql").startsWith("select "), page.toString());
    assertEquals(1, part(page, "rows").path("valueInteger").asInt());
    assertTime(part(page, "time"));
    assertFalse(text(page, "plan").isEmpty());
    long markers = text(page, "sql").chars().filter(c -> c == '?').count();
    assertEquals(markers, all(page, "value").size());
    assertFalse(explained.toString().contains("explain-"), "resources are not shown");
  }

  @Test
  @DisplayName("$explain tells the database's plan, with an index for the condition that leads")
  void tellsThePlanOfTheDatabase() {
    JsonNode explained =
        client.get("Observation/$explain?code=" + code + "&_count=5").expect(200).json();

    String plan = text(statement(explained, "page"), "plan");
    assertTrue(
        plan.contains("actual time=") || plan.contains("Statement Text"),
        () -> "Neither PostgreSQL's nor Derby's: " + plan);
    assertTrue(plan.toLowerCase(java.util.Locale.ROOT).contains("index_token"), plan);
  }

  @Test
  @DisplayName("$explain tells the units that a quantity is converted to")
  void tellsTheConversionOfUnits() {
    String value = encoded("1.5|http://unitsofmeasure.org|g");
    String query = "value-quantity=" + value + "&code=" + code + "&_summary=count";
    JsonNode explained = client.get("Observation/$explain?" + query).expect(200).json();

    assertFalse(text(explained, "expression").contains("|mg"));
    assertTrue(text(explained, "rewritten").contains("eq 1500|http://unitsofmeasure.org|mg"));
    assertTrue(statement(explained, "units in use").has("part"));
    assertEquals(1, part(statement(explained, "count"), "rows").path("valueInteger").asInt());
    assertTrue(all(explained, "step").toString().contains("\"count\""));
  }

  @Test
  @DisplayName("$explain takes the search as URL, form and Parameters, and answers in XML too")
  void takesTheSearchInEveryForm() {
    JsonNode byUrl = client.get("Observation/$explain?code=" + code).expect(200).json();
    String parameters =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"code\",\"valueString\":\"%s\"}]}";
    JsonNode byBody =
        client.post("Observation/$explain", parameters.formatted(code)).expect(200).json();
    FhirResponse byForm =
        client.send(
            client
                .request("Observation/$explain")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("code=" + code)));

    assertEquals(text(byUrl, "expression"), text(byBody, "expression"));
    assertEquals(text(byUrl, "expression"), text(byForm.expect(200).json(), "expression"));
    assertTrue(text(byUrl, "expression").contains(code));
    String xml =
        client
            .get("Observation/$explain?value-string=x&_format=xml&_pretty=true")
            .expect(200)
            .body();
    assertTrue(xml.contains("<name value=\"plan\"/>"), xml);
  }

  @Test
  @DisplayName("$explain explains a search over several types")
  void explainsSearchesOverSeveralTypes() {
    JsonNode explained =
        client.get("$explain?_type=Observation,Patient&_id=explain-x").expect(200).json();

    assertEquals(2, all(explained, "expression").size());
    assertTrue(all(explained, "expression").toString().contains("Patient (id explain-x)"));
  }

  @ParameterizedTest
  @DisplayName("$explain refuses a bad search as the search does")
  @ValueSource(
      strings = {
        "nothing=x",
        "code:nothing=x",
        "date=yesterday",
        "_count=x",
        "_sort=nothing",
        "_summary=nothing",
        "value-quantity=x"
      })
  void refusesBadSearchesAsTheSearchDoes(String query) {
    JsonNode search = client.get("Observation?" + query).expect(400).json().path("issue");

    assertEquals(
        search, client.get("Observation/$explain?" + query).expect(400).json().path("issue"));
  }

  @Test
  @DisplayName("$explain is for administrators alone")
  void isForAdministratorsAlone() {
    for (String role : new String[] {"reader", "writer"}) {
      assertOutcome(client.as(role).get("Observation/$explain?code=x"), 403, "forbidden");
      assertOutcome(client.as(role).get("Observation/$explain?nothing=x"), 403, "forbidden");
    }
    assertOutcome(client.anonymous().get("Observation/$explain?code=x"), 401, "login");
    assertOutcome(client.get("Nothing/$explain?code=x"), 404, "not-found");
  }

  private static JsonNode statement(JsonNode explained, String purpose) {
    return all(explained, "statement").stream()
        .filter(statement -> text(statement, "purpose").equals(purpose))
        .findFirst()
        .orElseThrow(() -> new AssertionError(explained.toPrettyString()));
  }

  private static String text(JsonNode node, String name) {
    return part(node, name).path("valueString").asText();
  }

  private static JsonNode part(JsonNode node, String name) {
    return all(node, name).stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + name + ": " + node.toPrettyString()));
  }

  private static List<JsonNode> all(JsonNode node, String name) {
    JsonNode parts = node.has("parameter") ? node.path("parameter") : node.path("part");
    return StreamSupport.stream(parts.spliterator(), false)
        .filter(part -> part.path("name").asText().equals(name))
        .toList();
  }

  private static void assertTime(JsonNode part) {
    JsonNode time = part.path("valueQuantity");
    assertEquals("ms", time.path("code").asText(), part.toString());
    assertTrue(time.path("value").decimalValue().signum() >= 0, part.toString());
  }
}
