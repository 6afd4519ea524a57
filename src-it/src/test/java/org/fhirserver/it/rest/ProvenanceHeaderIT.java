package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.RawHttp;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Provenance in the header of a write: §3.16.
 *
 * @see <a href="https://hl7.org/fhir/R4/provenance.html#header">The header X-Provenance</a>
 */
@HttpTest
class ProvenanceHeaderIT {
  private static final String HEADER = "X-Provenance";

  private final FhirClient client;

  ProvenanceHeaderIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§3.16 a create stores the Provenance about the version it made")
  void createStoresTheProvenance() {
    FhirResponse created =
        client
            .post("Patient", Samples.patient("x", "Kirk"), HEADER, provenance("Device/d1"))
            .expect(201);

    String key = "Patient/" + created.json().path("id").asText();
    JsonNode provenance = only(key);
    assertEquals(key + "/_history/1", target(provenance));
    assertEquals(
        "Device/d1", provenance.at("/agent/0/who/reference").asText(), provenance.toString());
    assertEquals("1", provenance.at("/meta/versionId").asText());
    client.get("Provenance/" + provenance.path("id").asText()).expect(200);
  }

  @Test
  @DisplayName("§3.16 each update stores one, an update that changes nothing stores none")
  void updateStoresOneUnlessItChangesNothing() {
    String key = "Patient/" + Samples.newId();
    String id = key.substring(8);
    client.put(key, Samples.patient(id, "One"), HEADER, provenance("Device/a")).expect(201);
    client.put(key, Samples.patient(id, "Two"), HEADER, provenance("Device/b")).expect(200);
    client.put(key, Samples.patient(id, "Two"), HEADER, provenance("Device/c")).expect(200);

    List<String> targets = provenances(key).stream().map(ProvenanceHeaderIT::target).toList();
    assertEquals(2, targets.size());
    assertTrue(targets.containsAll(List.of(key + "/_history/1", key + "/_history/2")));
  }

  @Test
  @DisplayName("§3.16, §5.1 a conditional create that finds a match stores none")
  void conditionalCreateThatMatchesStoresNone() {
    String identifier = Samples.newId();
    String body = Samples.patientWithIdentifier(identifier);
    String condition = "identifier=" + identifier;
    FhirResponse created =
        client
            .post("Patient", body, "If-None-Exist", condition, HEADER, provenance("Device/a"))
            .expect(201);
    client
        .post("Patient", body, "If-None-Exist", condition, HEADER, provenance("Device/b"))
        .expect(200);

    only("Patient/" + created.json().path("id").asText());
  }

  @Test
  @DisplayName("§3.16, §5.2, §5.6, §6.1 patches and conditional writes store one each")
  void patchesAndConditionalWritesStoreOneEach() {
    String identifier = Samples.newId();
    String criteria = "Patient?identifier=" + identifier;
    String body = Samples.patientWithIdentifier(identifier);
    String add = "[{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"male\"}]";
    String remove = "[{\"op\":\"remove\",\"path\":\"/gender\"}]";
    String id =
        client
            .put(criteria, body, HEADER, provenance("Device/a"))
            .expect(201)
            .json()
            .path("id")
            .asText();

    patch("Patient/" + id, add).expect(200);
    patch(criteria, remove).expect(200);
    client
        .put(
            criteria, body.replaceFirst("\\{", "{\"active\":true,"), HEADER, provenance("Device/a"))
        .expect(200);

    List<String> targets =
        provenances("Patient/" + id).stream().map(ProvenanceHeaderIT::target).sorted().toList();
    assertEquals(
        IntStream.rangeClosed(1, 4).mapToObj(n -> "Patient/" + id + "/_history/" + n).toList(),
        targets);
  }

  @Test
  @DisplayName("§3.16, §8.1 a transaction stores one about all that it wrote")
  void transactionStoresOneAboutAllThatItWrote() {
    String unchanged = Samples.newId();
    client.put("Patient/" + unchanged, Samples.patient(unchanged, "Same")).expect(201);
    String updated = Samples.newId();
    String create = entry("POST", "Patient", Samples.patient("x", "New"));
    String update = entry("PUT", "Patient/" + updated, Samples.patient(updated, "Put"));
    String same = entry("PUT", "Patient/" + unchanged, Samples.patient(unchanged, "Same"));

    FhirResponse answer =
        client
            .post("", bundle("transaction", create, update, same), HEADER, provenance("Device/a"))
            .expect(200);

    String created = answer.json().at("/entry/0/resource/id").asText();
    JsonNode provenance = provenances("Patient/" + updated).get(0);
    assertEquals(List.of(provenance), provenances("Patient/" + created));
    assertEquals(List.of(), provenances("Patient/" + unchanged));
    assertEquals(
        Set.of("Patient/" + created + "/_history/1", "Patient/" + updated + "/_history/1"),
        Set.copyOf(provenance.path("target").findValuesAsText("reference")));
  }

  @Test
  @DisplayName("§3.16, §8.1 a transaction with a malformed header stores nothing")
  void transactionWithMalformedHeaderStoresNothing() {
    String id = Samples.newId();
    String update = entry("PUT", "Patient/" + id, Samples.patient(id, "Put"));

    assertOutcome(client.post("", bundle("transaction", update), HEADER, "nonsense"), 400);
    assertOutcome(client.get("Patient/" + id), 404);
  }

  @Test
  @DisplayName("§3.16, §8.1 in a batch each entry that writes stores its own")
  void inBatchEachEntryStoresItsOwn() {
    String id = Samples.newId();
    String update = entry("PUT", "Patient/" + id, Samples.patient(id, "Put"));
    String create = entry("POST", "Patient", Samples.patient("x", "New"));

    FhirResponse answer =
        client
            .post("", bundle("batch", update, create), HEADER, provenance("Device/a"))
            .expect(200);

    assertEquals("Patient/" + id + "/_history/1", target(only("Patient/" + id)));
    String created = "Patient/" + answer.json().at("/entry/1/resource/id").asText();
    assertEquals(created + "/_history/1", target(only(created)));
  }

  @Test
  @DisplayName("§3.16 a write that fails stores no Provenance")
  void failedWriteStoresNoProvenance() {
    String key = "Patient/" + Samples.newId();
    String id = key.substring(8);
    client.put(key, Samples.patient(id, "One")).expect(201);

    FhirResponse refused =
        client.put(
            key, Samples.patient(id, "Two"), HEADER, provenance("Device/a"), "If-Match", "W/\"7\"");

    assertOutcome(refused, 412, "conflict");
    assertEquals(List.of(), provenances(key));
  }

  @ParameterizedTest
  @DisplayName("§3.16 a header that is no Provenance is refused and nothing is stored")
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "{\"resourceType\":\"Provenance\"",
        "{\"resourceType\":\"Provenance\"} {}",
        "{\"resourceType\":\"Patient\",\"active\":true}",
        "{\"resourceType\":[\"Provenance\"]}",
        "{\"a\":{\"resourceType\":\"Provenance\"}}"
      })
  void malformedHeaderIsRefused(String header) {
    assertRefused(header, "malformed");
  }

  @ParameterizedTest
  @DisplayName("§3.16 a header with a target is refused and nothing is stored")
  @ValueSource(strings = {"\"target\":[]", "\"target\":[{\"reference\":\"a/b\"}]", "\"_target\":1"})
  void headerWithTargetIsRefused(String target) {
    assertRefused(
        provenance("Device/a").replaceFirst("\\{", "{" + target.replace("$", "\\$") + ","),
        "Provenance.target");
  }

  @ParameterizedTest
  @DisplayName("§3.4, §3.16 a Provenance that breaks the specification is refused")
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Provenance\",\"recorded\":\"2024-01-01T00:00:00Z\"}",
        "{\"resourceType\":\"Provenance\",\"recorded\":\"yesterday\",\"agent\":[{\"who\":{}}]}",
        "{\"resourceType\":\"Provenance\",\"recorded\":\"2024-01-01T00:00:00Z\",\"agent\":"
            + "[{\"who\":{\"reference\":\"Device?identifier=there-is-none\"}}]}"
      })
  void invalidProvenanceIsRefused(String header) {
    assertRefused(header, "");
  }

  @Test
  @DisplayName("§3.16 the header is UTF-8")
  void headerIsUtf8() {
    String key = "Patient/" + Samples.newId();
    String header = provenance("Device/a").replace("Device/a\"", "Device/a\",\"display\":\"Zoë\"");
    byte[] body = Samples.patient(key.substring(8), "A").getBytes(StandardCharsets.UTF_8);

    new RawHttp(client)
        .send(
            "PUT",
            "/fhir/" + key,
            List.of(
                "Content-Type: application/fhir+json",
                HEADER
                    + ": "
                    + new String(
                        header.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)),
            body)
        .expect(201);

    assertEquals("Zoë", only(key).at("/agent/0/who/display").asText());
  }

  @Test
  @DisplayName("§3.16 a large header is taken, a huge one refused without a fault")
  void hugeHeaderIsRefused() {
    String note = "{\"reference\":\"Device/" + "x".repeat(40) + "\"}";
    String large = provenance("Device/a").replace("}]}", ",\"id\":\"" + "i".repeat(60) + "\"}]}");
    String many =
        large.replaceFirst(
            "\\{", "{\"location\":" + note + ",\"policy\":[\"urn:x:" + "p".repeat(12_000) + "\"],");
    FhirResponse created =
        client.post("Patient", Samples.patient("x", "Kirk"), HEADER, many).expect(201);
    only("Patient/" + created.json().path("id").asText());

    FhirResponse refused =
        client.post(
            "Patient",
            Samples.patient("x", "Kirk"),
            HEADER,
            many.replace("urn:x:", "urn:x:" + "q".repeat(80_000)));
    assertOutcome(refused, 431, "too-long");
  }

  @Test
  @DisplayName("§3.16 reads do not mind the header")
  void readsDoNotMindTheHeader() {
    client.get("Patient?_count=1", HEADER, "nonsense").expect(200);
  }

  private FhirResponse patch(String path, String patch) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json-patch+json")
            .header(HEADER, provenance("Device/a"))
            .method("PATCH", BodyPublishers.ofString(patch)));
  }

  private void assertRefused(String header, String said) {
    String key = "Patient/" + Samples.newId();
    FhirResponse refused = client.put(key, Samples.patient(key.substring(8), "A"), HEADER, header);
    JsonNode issue = assertOutcome(refused, 400);
    assertTrue(issue.path("diagnostics").asText().contains(said), refused.body());
    assertOutcome(client.get(key), 404);
    assertEquals(List.of(), provenances(key));
  }

  private JsonNode only(String target) {
    List<JsonNode> found = provenances(target);
    assertEquals(1, found.size(), found.toString());
    return found.get(0);
  }

  private List<JsonNode> provenances(String target) {
    return client.get("Provenance?target=" + target).expect(200).json().findValues("resource");
  }

  private static String target(JsonNode provenance) {
    assertEquals(1, provenance.path("target").size());
    return provenance.at("/target/0/reference").asText();
  }

  private static String bundle(String type, String... entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\""
        + type
        + "\",\"entry\":["
        + String.join(",", entries)
        + "]}";
  }

  private static String entry(String method, String url, String resource) {
    return "{\"resource\":"
        + resource
        + ",\"request\":{\"method\":\""
        + method
        + "\",\"url\":\""
        + url
        + "\"}}";
  }

  private static String provenance(String agent) {
    return "{\"resourceType\":\"Provenance\",\"recorded\":\"2024-01-01T00:00:00Z\","
        + "\"agent\":[{\"who\":{\"reference\":\""
        + agent
        + "\"}}]}";
  }
}
