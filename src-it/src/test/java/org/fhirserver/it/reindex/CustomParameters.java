package org.fhirserver.it.reindex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.Waiting;

/** Custom search parameters and the resources that they find, by a word that no other test has. */
final class CustomParameters {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final FhirClient client;

  /** A word that makes codes, URLs and values of one test its own. */
  final String word = "w" + UUID.randomUUID().toString().substring(0, 8);

  CustomParameters(FhirClient client) {
    this.client = client;
  }

  /** The URL of this test's extension. */
  String extension() {
    return "http://example.org/fhir/StructureDefinition/" + word;
  }

  /** The expression of this test's extension of a Patient, a string. */
  String expression() {
    return "Patient.extension.where(url='" + extension() + "').value.as(string)";
  }

  /** An active definition for Patient. */
  ObjectNode definition(String code, String type, String expression) {
    ObjectNode definition = JSON.createObjectNode().put("resourceType", "SearchParameter");
    definition.put("url", "http://example.org/fhir/SearchParameter/" + code);
    definition.put("name", code.replace("-", "")).put("status", "active");
    definition.put("description", "Of a test").put("code", code);
    definition.putArray("base").add("Patient");
    return definition.put("type", type).put("expression", expression);
  }

  /** Stores a definition under its code as its id, the way a client does that does not care. */
  FhirResponse put(ObjectNode definition) {
    definition.put("id", definition.path("code").asText());
    return client.put("SearchParameter/" + definition.path("id").asText(), definition.toString());
  }

  /** A Patient with this test's extension. */
  ObjectNode patient(String id, String value) {
    ObjectNode patient = JSON.createObjectNode().put("resourceType", "Patient").put("id", id);
    patient.putArray("name").addObject().put("family", word);
    patient.putArray("extension").addObject().put("url", extension()).put("valueString", value);
    return patient;
  }

  /** Stores patients by transactions, with ids from {@code word-from} to {@code word-to}. */
  void store(int from, int to, String value) {
    for (int start = from; start <= to; start += 500) {
      ObjectNode bundle =
          JSON.createObjectNode().put("resourceType", "Bundle").put("type", "transaction");
      ArrayNode entries = bundle.putArray("entry");
      for (int i = start; i <= Math.min(to, start + 499); i++) {
        ObjectNode entry = entries.addObject();
        entry.set("resource", patient(word + "-" + i, value));
        entry.putObject("request").put("method", "PUT").put("url", "Patient/" + word + "-" + i);
      }
      client.post("", bundle.toString()).expect(200);
    }
  }

  /** How many a search finds once it is no longer refused as not ready. */
  int countWhenReady(String search) {
    await(() -> isReady(client, search));
    return count(client, search);
  }

  /** Whether a search is answered; if not, its parameter must be known and not ready. */
  static boolean isReady(FhirClient client, String search) {
    FhirResponse response = client.get(search + "&_summary=count");
    if (response.status() == 200) {
      return true;
    }
    JsonNode issue = response.expect(400).json().path("issue").path(0);
    assertEquals("transient", issue.path("code").asText(), response.body());
    String text = issue.path("diagnostics").asText();
    assertTrue(text.matches(".*not ready yet: \\d+ % of the resources are indexed\\."), text);
    return false;
  }

  static int count(FhirClient client, String search) {
    return client.get(search + "&_summary=count").expect(200).json().path("total").asInt();
  }

  /** Waits until something is so. */
  static void await(BooleanSupplier condition) {
    Waiting.until(LONGEST_WAIT, condition);
  }
}
