package org.fhirserver.it.reindex;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.PostgresUnderTest;
import org.fhirserver.it.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Index rows made anew: §12.9, J of reliability. */
@HttpTest
class ReindexIT {
  private static final String PARAMETERS = "{\"resourceType\":\"Parameters\"}";

  private final FhirClient client;
  private final RunningServer server;
  private final CustomParameters own;
  private String location = "";

  ReindexIT(FhirClient client, RunningServer server) {
    this.client = client;
    this.server = server;
    this.own = new CustomParameters(client);
  }

  @Test
  @DisplayName("§12.9 a type is reindexed by a job whose progress grows and is true")
  void typeIsReindexedByJob() {
    own.store(1, 200, "red");

    start("Patient/$reindex");

    long done = 0;
    Map<String, String> job = job(location);
    while (!job.get("state").equals("completed")) {
      assertTrue(Long.parseLong(job.get("done")) >= done, job.toString());
      assertTrue(Long.parseLong(job.get("percent")) < 100, job.toString());
      done = Long.parseLong(job.get("done"));
      job = job(location);
    }
    assertEquals("Patient", job.get("type"));
    assertEquals("reindex", job.get("kind"));
    assertEquals("100", job.get("percent"));
    assertTrue(Long.parseLong(job.get("done")) >= 200, job.toString());
    assertEquals(job.get("total"), job.get("done"));
    assertTrue(job.get("finished").compareTo(job.get("started")) >= 0, job.toString());
    assertEquals(200, CustomParameters.count(client, "Patient?family=" + own.word));
    assertTrue(client.get("$reindex").expect(200).body().contains(job.get("job")));
  }

  @Test
  @DisplayName("§12.9 rows that are missing are made, for one resource and for a type")
  void missingRowsAreMade() throws SQLException {
    assumeTrue(server.database() instanceof PostgresUnderTest.Database, "Derby serves one process");
    own.store(1, 3, "red");
    String search = "Patient?family=" + own.word;
    deleteRowsOfNames();
    assertEquals(0, CustomParameters.count(client, search));

    client.post("Patient/" + own.word + "-2/$reindex", PARAMETERS).expect(200);
    assertEquals(1, CustomParameters.count(client, search));

    start("Patient/$reindex");
    CustomParameters.await(() -> job(location).get("state").equals("completed"));
    assertEquals(3, CustomParameters.count(client, search));
  }

  @Test
  @DisplayName("§12.9 one resource is reindexed at once; one that is not there is 404")
  void oneResourceIsReindexedAtOnce() {
    own.store(1, 1, "red");

    client.post("Patient/" + own.word + "-1/$reindex", PARAMETERS).expect(200);

    assertEquals(1, CustomParameters.count(client, "Patient?family=" + own.word));
    assertOutcome(
        client.post("Patient/none-" + own.word + "/$reindex", PARAMETERS), 404, "not-found");
    assertOutcome(client.get("Patient/" + own.word + "-1/$reindex"), 405, "not-supported");
  }

  @Test
  @DisplayName("§12.9 administrators alone reindex and see jobs")
  void administratorsAloneReindex() {
    for (String role : new String[] {"writer", "reader"}) {
      assertOutcome(client.as(role).post("$reindex", PARAMETERS), 403, "forbidden");
      assertOutcome(client.as(role).get("$reindex"), 403, "forbidden");
      assertOutcome(client.as(role).post("Patient/x/$reindex", PARAMETERS), 403, "forbidden");
    }
  }

  @Test
  @DisplayName("§12.9 jobs that do not exist and parameters that are not known are refused")
  void refusesWhatIsNotThere() {
    for (String key : new String[] {"0", "17", "x", "99999999999999999999", "-1"}) {
      assertOutcome(client.get("$reindex?job=" + key), 404, "not-found");
      assertOutcome(client.delete("$reindex?job=" + key), 404, "not-found");
      assertOutcome(client.post("$reindex?job=" + key, PARAMETERS), 404, "not-found");
    }
    assertOutcome(client.delete("$reindex"), 400);
    assertOutcome(client.post("$reindex?foo=1", PARAMETERS), 400, "not-supported");
  }

  @Test
  @DisplayName("J8 a job can be cancelled; the one of a SearchParameter cannot")
  void jobCanBeCancelled() {
    start("$reindex");
    assertOutcome(client.post("$reindex", PARAMETERS), 409, "conflict");

    client.delete(location).expect(204);

    assertTrue(Set.of("cancelled", "completed").contains(job(location).get("state")), location);
    own.store(1, 1, "red");
    own.put(own.definition(own.word, "string", own.expression())).expect(201);
    own.countWhenReady("Patient?" + own.word + "=red");
    for (JsonNode each : client.get("$reindex").expect(200).json().path("parameter")) {
      Map<String, String> other = values(each.path("part"));
      if (other.get("kind").equals("search-parameter")) {
        assertOutcome(client.delete("$reindex?job=" + other.get("job")), 409, "conflict");
      }
    }
  }

  /** Starts a job; another test may have the same one under way. */
  private void start(String path) {
    CustomParameters.await(
        () -> {
          FhirResponse response = client.post(path, PARAMETERS);
          if (response.status() != 409) {
            location = response.expect(202).header("Content-Location").orElseThrow();
          }
          return response.status() != 409;
        });
  }

  private Map<String, String> job(String url) {
    return values(client.get(url).expect(200).json().path("parameter"));
  }

  private static Map<String, String> values(JsonNode parameters) {
    Map<String, String> values = new HashMap<>();
    for (JsonNode parameter : parameters) {
      parameter
          .fields()
          .forEachRemaining(
              field -> {
                if (field.getKey().startsWith("value")) {
                  values.put(parameter.path("name").asText(), field.getValue().asText());
                }
              });
    }
    return values;
  }

  private void deleteRowsOfNames() throws SQLException {
    try (Connection connection = ((PostgresUnderTest.Database) server.database()).connect();
        PreparedStatement delete =
            connection.prepareStatement("delete from index_string where value = ?")) {
      delete.setString(1, own.word);
      assertEquals(3, delete.executeUpdate());
    }
  }
}
