package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes of part of a resource by JSON Patch.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#patch">patch</a>
 */
@HttpTest
class JsonPatchIT {
  private final FhirClient client;
  private final String id = Samples.newId();
  private final String path = "Patient/" + id;

  JsonPatchIT(FhirClient client) {
    this.client = client;
  }

  @BeforeEach
  void create() {
    client
        .put(
            path,
            json(
                "{'resourceType':'Patient','id':'"
                    + id
                    + "','text':{'status':'generated','div':'<div"
                    + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>'},'active':true,"
                    + "'name':[{'family':'Adams','given':['Ann','Bea']}],'gender':'female',"
                    + "'deceasedBoolean':false,'address':[{'city':'Aachen'},{'city':'Bonn'}]}"))
        .expect(201);
  }

  @Test
  @DisplayName("§6.1 a patch makes a version and answers the resource")
  void patchMakesVersion() {
    FhirResponse patched =
        patch(
                "[{'op':'test','path':'/name/0/family','value':'Adams'},"
                    + "{'op':'replace','path':'/name/0/family','value':'Bell'},"
                    + "{'op':'add','path':'/name/0/given/1','value':'Cat'},"
                    + "{'op':'add','path':'/address/-','value':{'city':'Celle'}},"
                    + "{'op':'remove','path':'/gender'},"
                    + "{'op':'move','from':'/address/0','path':'/address/1'},"
                    + "{'op':'copy','from':'/name/0','path':'/name/-'}]")
            .expect(200);

    assertHeader("W/\"2\"", patched, "ETag");
    assertTrue(patched.header("Last-Modified").isPresent());
    JsonNode patient = patched.json();
    assertEquals("2", patient.path("meta").path("versionId").asText());
    assertEquals("Bell", patient.path("name").path(1).path("family").asText());
    assertEquals(
        List.of("Ann", "Cat", "Bea"),
        IntStream.range(0, 3)
            .mapToObj(i -> patient.path("name").path(0).path("given").path(i).asText())
            .toList());
    assertEquals(
        List.of("Bonn", "Aachen", "Celle"), patient.path("address").findValuesAsText("city"));
    assertTrue(patient.path("gender").isMissingNode());
    assertEquals(patched.body(), client.get(path).expect(200).body());
    assertEquals(
        1, client.get("Patient?family=Bell&_id=" + id).expect(200).json().path("total").asInt());
    assertEquals(
        "Adams",
        client
            .get(path + "/_history/1")
            .expect(200)
            .json()
            .path("name")
            .path(0)
            .path("family")
            .asText());
  }

  @Test
  @DisplayName("§6.4 another type of a choice can be given in one patch")
  void otherTypeOfChoiceCanBeGiven() {
    FhirResponse patched =
        patch(
                "[{'op':'add','path':'/deceasedDateTime',"
                    + "'value':'2022-05-02T14:00:00+02:00'},"
                    + "{'op':'remove','path':'/deceasedBoolean'}]")
            .expect(200);

    assertEquals("2022-05-02T14:00:00+02:00", patched.json().path("deceasedDateTime").asText());
    assertTrue(patched.json().path("deceasedBoolean").isMissingNode());
  }

  @Test
  @DisplayName("§3.5 numbers keep their digits")
  void numbersKeepTheirDigits() {
    String observation = "Observation/" + id;
    client
        .put(
            observation,
            json(
                "{'resourceType':'Observation','id':'"
                    + id
                    + "','status':'final','code':{'text':'x'},"
                    + "'valueQuantity':{'value':1.10,'unit':'kg'},"
                    + "'component':[{'code':{'text':'y'},'valueQuantity':{'value':1E-3}}]}"))
        .expect(201);

    String body =
        client
            .patch(
                observation,
                json(
                    "[{'op':'replace','path':'/status','value':'amended'},"
                        + "{'op':'test','path':'/valueQuantity/value','value':1.1},"
                        + "{'op':'add','path':'/referenceRange',"
                        + "'value':[{'low':{'value':10.91968939701716}}]}]"))
            .expect(200)
            .body();

    assertTrue(body.contains("\"value\":1.10,"), body);
    assertTrue(body.contains("\"value\":1E-3}"), body);
    assertTrue(body.contains("\"value\":10.91968939701716}"), body);
  }

  @Test
  @DisplayName("§6.3 the text of the narrative can be patched, but not made unsafe")
  void narrativeCanBePatched() {
    String div = "<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">%s</div>";

    patch("[{'op':'replace','path':'/text/div','value':'" + div.formatted("y") + "'}]").expect(200);
    refused(
        "[{'op':'replace','path':'/text/div','value':'"
            + div.formatted("<script>y</script>")
            + "'}]",
        2);
  }

  @ParameterizedTest
  @DisplayName("§6.3 what only the server sets cannot be patched")
  @ValueSource(
      strings = {
        "{'op':'replace','path':'/id','value':'x'}",
        "{'op':'remove','path':'/id'}",
        "{'op':'replace','path':'/meta/versionId','value':'7'}",
        "{'op':'replace','path':'/meta/lastUpdated','value':'2020-01-01T00:00:00Z'}",
        "{'op':'replace','path':'/resourceType','value':'Person'}",
        "{'op':'replace','path':'','value':{'resourceType':'Patient'}}"
      })
  void whatTheServerSetsCannotBePatched(String operation) {
    JsonNode issue = refused("[" + operation + "]", 1);

    assertTrue(
        issue
            .path("diagnostics")
            .asText()
            .endsWith("Patching immutable properties is not allowed."),
        issue.toString());
  }

  @Test
  @DisplayName("§6.3 a new meta does not decide version and time")
  void newMetaDoesNotDecideVersionAndTime() {
    JsonNode meta =
        patch(
                "[{'op':'replace','path':'/meta','value':{'versionId':'77',"
                    + "'lastUpdated':'2001-01-01T00:00:00Z','tag':[{'code':'blue'}]}}]")
            .expect(200)
            .json()
            .path("meta");

    assertEquals("2", meta.path("versionId").asText());
    assertTrue(!meta.path("lastUpdated").asText().startsWith("2001"), meta.toString());
    assertEquals("blue", meta.path("tag").path(0).path("code").asText());
  }

  @ParameterizedTest
  @DisplayName("§6.4, §6.7 a patch that cannot be made or leaves nothing valid changes nothing")
  @ValueSource(
      strings = {
        "[{'op':'spam','path':'/gender'}]",
        "[{'op':'remove'}]",
        "[{'op':'remove','path':''}]",
        "[{'op':'remove','path':'/birthDate'}]",
        "[{'op':'replace','path':'/name/1/family','value':'x'}]",
        "[{'op':'add','path':'/name/5','value':{'family':'x'}}]",
        "[{'op':'add','path':'/contact/0','value':{}}]",
        "[{'op':'test','path':'/gender','value':'male'}]",
        "[{'op':'replace','path':'/active','value':false},"
            + "{'op':'test','path':'/active','value':true}]",
        "[{'op':'add','path':'/dummyProperty','value':'x'}]",
        "[{'op':'add','path':'/name/0/dummy','value':'x'}]",
        "[{'op':'replace','path':'/gender','value':'foo'}]",
        "[{'op':'add','path':'/birthDate','value':'2020-13-01'}]",
        "[{'op':'add','path':'/birthDate','value':'2022-05-02T14:00:00+02:00'}]",
        "[{'op':'add','path':'/deceasedDateTime','value':'2020-01-01'}]",
        "[{'op':'add','path':'/name','value':[]}]",
        "[{'op':'add','path':'/name','value':null}]",
        "[{'op':'add','path':'/name','value':'x'}]",
        "[{'op':'add','path':'/active','value':'true'}]",
        "[{'op':'add','path':'/name/0/family','value':'a\\ud800'}]",
        "[{'op':'add','path':'/name/0/family','value':''}]",
        "[{'op':'copy','from':'','path':'/contained'}]",
        "{'op':'remove','path':'/gender'}",
        "[{'op':'remove','path':'/gender'}",
        "not JSON",
        "<patch/>",
      })
  void patchThatCannotBeMadeChangesNothing(String patch) {
    refused(patch, 1);
  }

  @Test
  @DisplayName("§6.4 the failing operation is named")
  void failingOperationIsNamed() {
    String diagnostics =
        refused(
                "[{'op':'test','path':'/active','value':true},"
                    + "{'op':'replace','path':'/name/3','value':{}}]",
                1)
            .path("diagnostics")
            .asText();

    assertTrue(diagnostics.contains("Operation 1"), diagnostics);
    assertTrue(diagnostics.contains("replace /name/3"), diagnostics);
  }

  @Test
  @DisplayName("§6.4 whoever removes the last item of an array removes the array")
  void lastItemRemovedRemovesTheArray() {
    JsonNode patient = patch("[{'op':'remove','path':'/name/0'}]").expect(200).json();

    assertTrue(patient.path("name").isMissingNode(), patient.toString());
  }

  @Test
  @DisplayName("§6.8 a patch that changes nothing makes no version")
  void patchThatChangesNothingMakesNoVersion() {
    FhirResponse before = client.get(path).expect(200);

    for (String patch :
        List.of(
            "[]",
            "[{'op':'replace','path':'/gender','value':'female'}]",
            "[{'op':'test','path':'/gender','value':'female'}]",
            "[{'op':'add','path':'/address/-','value':{'city':'X'}},"
                + "{'op':'remove','path':'/address/2'}]")) {
      FhirResponse patched = patch(patch).expect(200);
      assertHeader("W/\"1\"", patched, "ETag");
      assertEquals(before.body(), patched.body());
    }
  }

  @Test
  @DisplayName("§6.8, §3.12 If-Match lets a patch through only on the version that it names")
  void ifMatchLetsThroughOnlyOnItsVersion() {
    String patch = json("[{'op':'replace','path':'/gender','value':'male'}]");

    assertOutcome(client.patch(path, patch, "If-Match", "W/\"2\""), 412, "conflict");
    assertOutcome(client.patch(path, patch, "If-Match", "\"1\""), 400, "invalid");
    assertHeader("W/\"1\"", client.get(path), "ETag");
    client.patch(path, patch, "If-Match", "W/\"1\"").expect(200);
  }

  @Test
  @DisplayName("§6.2 an empty body is refused before all else")
  void emptyBodyIsRefused() {
    assertOutcome(client.patch(path, ""), 400, "invalid");
    assertOutcome(client.patch("Patient/" + Samples.newId(), ""), 400, "invalid");
  }

  @Test
  @DisplayName("§6.2 what is not there cannot be patched")
  void whatIsNotThereCannotBePatched() {
    String patch = json("[{'op':'replace','path':'/gender','value':'male'}]");
    String missing = "Patient/" + Samples.newId();

    assertOutcome(client.patch(missing, patch), 404, "not-found");
    assertOutcome(client.patch(missing, patch, "If-Match", "W/\"1\""), 404, "not-found");
    client.delete(path).expect(204);
    assertHeader("W/\"2\"", client.patch(path, patch), "ETag");
    assertOutcome(client.patch(path, patch), 410, "deleted");
    assertOutcome(client.get(path), 410, "deleted");
    assertOutcome(client.patch("patient/" + id, patch), 404, "not-found");
    assertOutcome(client.patch("Patient/a_b", patch), 400);
  }

  @Test
  @DisplayName("§4.5, §1.2 a version cannot be patched")
  void versionCannotBePatched() {
    assertOutcome(client.patch(path + "/_history/1", "[]"), 405);
  }

  @ParameterizedTest
  @DisplayName("§6.1, RFC 5789 another kind of patch is refused and those that there are are named")
  @ValueSource(
      strings = {
        "application/xml-patch+xml",
        "text/plain",
        "application/merge-patch+json",
        "application/json-patch",
        "application/json-patch+json; charset=utf-16"
      })
  void otherKindOfPatchIsRefused(String type) {
    FhirResponse response =
        client.send(
            client
                .request(path)
                .header("Content-Type", type)
                .method("PATCH", BodyPublishers.ofString("[]")));

    assertOutcome(response, 415, "not-supported");
    assertTrue(
        response.header("Accept-Patch").orElse("").contains("application/json-patch+json"),
        response.headers().toString());
  }

  @Test
  @DisplayName("§6.1 a patch without Content-Type is refused")
  void withoutContentTypeIsRefused() {
    assertOutcome(
        client.send(client.request(path).method("PATCH", BodyPublishers.ofString("[]"))),
        415,
        "not-supported");
  }

  @Test
  @DisplayName("§10.3 the Content-Type may name the charset")
  void contentTypeMayNameCharset() {
    client
        .send(
            client
                .request(path)
                .header("Content-Type", "Application/JSON-Patch+json; charset=\"UTF-8\"")
                .method("PATCH", BodyPublishers.ofString("[]")))
        .expect(200);
  }

  @Test
  @DisplayName("§3.17 a search URL in place of a reference is resolved")
  void searchUrlInPlaceOfReferenceIsResolved() {
    String identifier = Samples.newId();
    String practitioner =
        client
            .post(
                "Practitioner",
                json(
                    "{'resourceType':'Practitioner','identifier':[{'value':'"
                        + identifier
                        + "'}]}"))
            .expect(201)
            .json()
            .path("id")
            .asText();
    String patch =
        "[{'op':'add','path':'/generalPractitioner',"
            + "'value':[{'reference':'Practitioner?identifier=%s'}]}]";

    refused(patch.formatted(Samples.newId()), 1);
    assertEquals(
        "Practitioner/" + practitioner,
        patch(patch.formatted(identifier))
            .expect(200)
            .json()
            .path("generalPractitioner")
            .path(0)
            .path("reference")
            .asText());
  }

  @Test
  @DisplayName("§14.7, §14.9 a reader patches nothing, a writer does")
  void readerPatchesNothing() {
    String patch = json("[{'op':'replace','path':'/gender','value':'male'}]");

    assertOutcome(client.as("reader").patch(path, patch), 403, "forbidden");
    assertOutcome(client.as("reader").patch("Patient/" + Samples.newId(), patch), 403, "forbidden");
    assertOutcome(client.anonymous().patch(path, patch), 401, "login");
    client.as("writer").patch(path, patch).expect(200);
  }

  @Test
  @DisplayName("§3.14 with _meta-history=false a version that differs in meta only goes")
  void metaHistoryFalseDropsVersion() {
    client
        .patch(
            path + "?_meta-history=false",
            json("[{'op':'add','path':'/meta/tag','value':[{'code':'blue'}]}]"))
        .expect(200);

    assertOutcome(client.get(path + "/_history/1"), 404, "not-found");
    assertHeader("W/\"2\"", client.get(path).expect(200), "ETag");
  }

  @Test
  @DisplayName("§3.18 parallel patches lose nothing of one another")
  void parallelPatchesLoseNothing() {
    List<FhirResponse> responses =
        Parallel.run(
            16,
            writer ->
                patch("[{'op':'add','path':'/address/-','value':{'city':'C" + writer + "'}}]"));

    assertEquals(
        Map.of(200, 16L),
        responses.stream()
            .map(FhirResponse::status)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
    JsonNode patient = client.get(path).expect(200).json();
    assertEquals("17", patient.path("meta").path("versionId").asText());
    assertEquals(18, patient.path("address").size());
  }

  @Test
  @DisplayName("A patch that would grow without end, or has too many operations, is refused")
  void patchWithoutBoundsIsRefused() {
    refused(operations(60, "{'op':'copy','from':'/address','path':'/address/0/line'}"), 1);
    refused(operations(60, "{'op':'copy','from':'/address','path':'/address/-'}"), 1);
    refused(operations(10_001, "{'op':'test','path':'/active','value':true}"), 1);
    refused("[{'op':'add','path':'" + "/a".repeat(100_000) + "','value':1}]", 1);
    refused("[{'op':'add','path':'/name','value':" + "[".repeat(5000) + "]", 1);
    patch(operations(10_000, "{'op':'test','path':'/active','value':true}")).expect(200);
  }

  private static String operations(int count, String operation) {
    return IntStream.range(0, count)
        .mapToObj(i -> operation)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private FhirResponse patch(String patch) {
    return client.patch(path, json(patch));
  }

  private JsonNode refused(String patch, int version) {
    JsonNode issue = assertOutcome(patch(patch), 400);
    assertHeader("W/\"" + version + "\"", client.get(path).expect(200), "ETag");
    return issue;
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
