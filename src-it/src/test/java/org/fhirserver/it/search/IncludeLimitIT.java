package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that ask for more than a page includes: §9.8. */
@HttpTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncludeLimitIT {
  private static final int LIMIT = 1000;
  private static final int OBSERVATIONS = LIMIT + 5;

  private final FhirClient client;
  private final Searches searches;
  private final String patient = UUID.randomUUID().toString();

  IncludeLimitIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeAll
  void store() {
    searches.put("{'resourceType':'Patient','id':'" + patient + "'}");
    ObjectNode bundle = Json.readObject("{'resourceType':'Bundle','type':'transaction'}");
    JsonNode observation =
        Json.read(
            searches.tagged(
                "{'resourceType':'Observation','status':'final','code':{'text':'x'},"
                    + "'subject':{'reference':'Patient/"
                    + patient
                    + "'}}"));
    for (int i = 0; i < OBSERVATIONS; i++) {
      ObjectNode entry = bundle.withArray("/entry").addObject();
      entry.set("resource", observation);
      entry.putObject("request").put("method", "POST").put("url", "Observation");
    }
    client.post("", bundle.toString()).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_revinclude=Observation:subject",
        "_revinclude:iterate=*",
        "_revinclude=*&_include:iterate=*"
      })
  @DisplayName("§9.8 says that it does not include all")
  void saysThatItDoesNotIncludeAll(String includes) {
    JsonNode page = searches.page("Patient?_id=" + patient + "&" + includes);
    List<JsonNode> included = Searches.resources(page, "include");
    JsonNode issues = Searches.resources(page, "outcome").get(0).path("issue");

    assertEquals(LIMIT, included.size());
    assertEquals(
        LIMIT, new HashSet<>(included.stream().map(each -> each.path("id")).toList()).size());
    assertEquals(1, page.path("total").asInt());
    assertEquals(1, issues.size());
    assertEquals("warning", issues.path(0).path("severity").asText());
    assertEquals("incomplete", issues.path(0).path("code").asText());
    assertTrue(issues.path(0).path("diagnostics").asText().contains("1000"), issues.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"_include=*", "_include:iterate=*", "_include=*&_revinclude=*"})
  void includesForTheLargestPages(String includes) {
    JsonNode page = searches.page("Observation?_count=" + LIMIT + "&" + includes);

    assertEquals(LIMIT, Searches.matches(page).size());
    assertEquals(
        List.of(patient),
        Searches.resources(page, "include").stream()
            .map(each -> each.path("id").asText())
            .toList());
    assertTrue(Searches.resources(page, "outcome").isEmpty());
  }
}
