package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Delete of whatever fulfils criteria.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#delete">Conditional delete</a>
 */
@HttpTest
class ConditionalDeleteIT {
  private final FhirClient client;
  private final String identifier = Samples.newId();
  private final String url = "Patient?identifier=" + identifier;

  ConditionalDeleteIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§5.4 without match nothing is deleted")
  void withoutMatchNothingIsDeleted() {
    FhirResponse response = client.delete(url).expect(204);

    assertHeaders(response);
    assertHeader("0", response, "Items-Deleted");
    assertEquals(Optional.empty(), response.header("ETag"));
    assertHeader("0", client.delete(url + "&_count=5").expect(204), "Items-Deleted");
  }

  @Test
  @DisplayName("§5.4, §5.5 the one match is deleted and its versions stay")
  void oneMatchIsDeleted() {
    String id = create();

    FhirResponse response = client.delete(url).expect(204);

    assertEquals("", response.body());
    assertHeader("1", response, "Items-Deleted");
    assertHeader("W/\"2\"", response, "ETag");
    assertOutcome(client.get("Patient/" + id), 410, "deleted");
    client.get("Patient/" + id + "/_history/1").expect(200);
    assertEquals(0, count());
  }

  @Test
  @DisplayName("§5.4 several matches without _count delete nothing")
  void severalMatchesWithoutCountDeleteNothing() {
    create();
    create();

    assertOutcome(client.delete(url), 412, "multiple-matches");
    assertEquals(2, count());
  }

  @Test
  @DisplayName("§5.4 with _count as many are deleted at most")
  void withCountAsManyAreDeletedAtMost() {
    for (int i = 0; i < 5; i++) {
      create();
    }

    FhirResponse three = client.delete(url + "&_count=3").expect(204);
    assertHeader("3", three, "Items-Deleted");
    assertEquals(Optional.empty(), three.header("ETag"));
    assertEquals(2, count());
    assertHeader("2", client.delete(url + "&_count=100").expect(204), "Items-Deleted");
    assertEquals(0, count());
  }

  @ParameterizedTest
  @DisplayName("§5.4 _count is between 1 and 100")
  @ValueSource(strings = {"-1", "0", "101", "2147483647", "99999999999", "x", "1.5", "+1"})
  void countIsBetween1And100(String value) {
    create();

    JsonNode issue = assertOutcome(client.delete(url + "&_count=" + value), 400, "invalid");

    assertEquals(
        "The _count parameter must be between 1 and 100.", issue.path("diagnostics").asText());
    assertEquals(1, count());
  }

  @ParameterizedTest
  @DisplayName("§5.4 criteria that select nothing are a condition that does not hold")
  @ValueSource(
      strings = {
        "Patient",
        "Patient?",
        "Patient?_tag=",
        "Patient?_count=5",
        "Patient?_tag=&_count=5",
        "Patient?hardDelete=true",
        "Patient?_summary=count&_sort=_id"
      })
  void criteriaThatSelectNothingDeleteNothing(String address) {
    create();

    JsonNode issue = assertOutcome(client.delete(address), 412);

    assertTrue(issue.path("diagnostics").asText().contains("not selective enough"));
    assertEquals(1, count());
  }

  @ParameterizedTest
  @DisplayName("§5.4 criteria that are not understood are refused")
  @ValueSource(
      strings = {
        "nonsense=1",
        "identifier:foo=1",
        "birthdate=05",
        "_include=Patient:link",
        "_include:iterate=Patient:link",
        "_revinclude=Group:member",
        "hardDelete=yes",
        "_count=1&_count=2"
      })
  void criteriaThatAreNotUnderstoodAreRefused(String more) {
    create();

    assertOutcome(client.delete(url + "&" + more), 400);
    assertOutcome(client.delete(url + "&" + more, "Prefer", "handling=lenient"), 400);
    assertEquals(1, count());
  }

  @ParameterizedTest
  @DisplayName("§5.4, §4.3 with hardDelete no version stays")
  @ValueSource(strings = {"hardDelete", "_hardDelete"})
  void withHardDeleteNoVersionStays(String parameter) {
    String first = create();
    String second = create();

    assertOutcome(client.delete(url + "&" + parameter + "=true"), 412, "multiple-matches");
    FhirResponse response = client.delete(url + "&_count=9&" + parameter + "=true").expect(204);

    assertHeader("2", response, "Items-Deleted");
    for (String id : List.of(first, second)) {
      assertOutcome(client.get("Patient/" + id), 404, "not-found");
      assertOutcome(client.get("Patient/" + id + "/_history/1"), 404, "not-found");
      assertOutcome(client.get("Patient/" + id + "/_history"), 404, "not-found");
    }
  }

  @Test
  @DisplayName("§14.7, §14.9 without the right nothing is deleted nor told")
  void withoutTheRightNothingIsDeleted() {
    create();
    create();

    assertOutcome(client.as("reader").delete(url), 403, "forbidden");
    assertOutcome(client.as("reader").delete(url + "&_count=5"), 403, "forbidden");
    assertOutcome(client.as("writer").delete(url + "&_count=5&hardDelete=true"), 403, "forbidden");
    assertOutcome(client.as("writer").delete("ValueSet?url=http://x/" + identifier), 403);
    assertEquals(2, count());
    client.as("writer").delete(url + "&_count=5").expect(204);
  }

  @Test
  @DisplayName("§4.6 If-Match lets a conditional delete through only on the version that it names")
  void ifMatchLetsThroughOnlyOnItsVersion() {
    assertOutcome(client.delete(url, "If-Match", "W/\"1\""), 412, "conflict");
    create();

    assertOutcome(client.delete(url, "If-Match", "W/\"2\""), 412, "conflict");
    assertOutcome(client.delete(url, "If-Match", "1"), 400, "invalid");
    assertEquals(1, count());
    client.delete(url, "If-Match", "W/\"1\"").expect(204);
  }

  @Test
  @DisplayName("§3.18 of parallel conditional deletes each resource is deleted by one")
  void ofParallelDeletesEachResourceIsDeletedByOne() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(create());
    }

    List<FhirResponse> responses =
        Parallel.run(8, deleter -> client.delete(url + "&_count=" + (deleter + 3)));

    assertEquals(
        20,
        responses.stream()
            .mapToInt(
                response ->
                    Integer.parseInt(response.expect(204).header("Items-Deleted").orElseThrow()))
            .sum());
    for (String id : ids) {
      assertEquals(
          2, client.get("Patient/" + id + "/_history").expect(200).json().path("entry").size());
    }
  }

  private String create() {
    return client
        .post("Patient", Samples.patientWithIdentifier(identifier))
        .expect(201)
        .json()
        .path("id")
        .asText();
  }

  private int count() {
    return client.get(url + "&_summary=count").expect(200).json().path("total").asInt(-1);
  }
}
