package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes of part of a resource by FHIRPath Patch.
 *
 * @see <a href="https://hl7.org/fhir/R4/fhirpatch.html">FHIRPath Patch</a>
 */
@HttpTest
class FhirPathPatchIT {
  private static final String NAME = "{\"name\":\"name\",\"valueString\":\"active\"}";

  private final FhirClient client;
  private final String id = Samples.newId();
  private final String path = "Patient/" + id;

  FhirPathPatchIT(FhirClient client) {
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
                    + "','identifier':[{'value':'"
                    + id
                    + "'}],'deceasedBoolean':false,"
                    + "'address':[{'use':'work','city':'Aachen'},{'use':'home','city':'Bonn'}]}"))
        .expect(201);
  }

  @ParameterizedTest
  @DisplayName("§6.1, §6.6 a FHIRPath Patch makes a version and answers the resource")
  @ValueSource(strings = {"application/fhir+json", "application/json; charset=utf-8"})
  void patchMakesVersion(String contentType) {
    FhirResponse patched =
        patch(
                path,
                contentType,
                operation(
                    "replace", "Patient.address.where(use = 'home').city", "'valueString':'Ulm'"))
            .expect(200);

    assertHeader("W/\"2\"", patched, "ETag");
    assertEquals("Ulm", patched.json().path("address").path(1).path("city").asText());
    assertEquals(patched.body(), client.get(path).expect(200).body());
  }

  @Test
  @DisplayName("§6.1 a FHIRPath Patch may come as XML")
  void patchMayComeAsXml() {
    FhirResponse patched =
        patch(
                path,
                "application/fhir+xml",
                "<Parameters xmlns=\"http://hl7.org/fhir\"><parameter><name value=\"operation\"/>"
                    + "<part><name value=\"type\"/><valueCode value=\"replace\"/></part>"
                    + "<part><name value=\"path\"/>"
                    + "<valueString value=\"Patient.address[1].city\"/></part>"
                    + "<part><name value=\"value\"/><valueString value=\"Ulm\"/></part>"
                    + "</parameter></Parameters>")
            .expect(200);

    assertEquals("Ulm", patched.json().path("address").path(1).path("city").asText());
    assertOutcome(patch(path, "application/fhir+xml", ""), 400);
  }

  @Test
  @DisplayName("§6.6, §6.7 a choice gets another type")
  void choiceGetsAnotherType() {
    JsonNode patient =
        patch(
                path,
                operation(
                    "replace", "Patient.deceased", "'valueDateTime':'2022-05-02T14:00:00+02:00'"))
            .expect(200)
            .json();

    assertEquals("2022-05-02T14:00:00+02:00", patient.path("deceasedDateTime").asText());
    assertTrue(patient.path("deceasedBoolean").isMissingNode());
  }

  @Test
  @DisplayName("§5.6 whatever fulfils criteria is patched")
  void matchIsPatched() {
    String add =
        operation("add", "Patient", "'valueBoolean':true")
            .replace("{\"name\":\"path\"", NAME + ",{\"name\":\"path\"");

    FhirResponse patched = patch("Patient?identifier=" + id, add).expect(200);

    assertHeader("W/\"2\"", patched, "ETag");
    assertTrue(patched.json().path("active").asBoolean());
    assertOutcome(patch("Patient?identifier=" + Samples.newId(), add), 404, "not-found");
  }

  @Test
  @DisplayName("§6.8 a patch that changes nothing makes no version")
  void patchThatChangesNothingMakesNoVersion() {
    assertHeader(
        "W/\"1\"",
        patch(path, operation("replace", "Patient.deceased", "'valueBoolean':false")).expect(200),
        "ETag");
  }

  @Test
  @DisplayName("§6.3 the id cannot be patched")
  void idCannotBePatched() {
    refused(operation("replace", "Patient.id", "'valueString':'x'"));
    refused(operation("delete", "Patient.id", "'valueString':'x'"));
  }

  @ParameterizedTest
  @DisplayName("§6.2, §6.5 what is no patch, or leaves no valid resource, changes nothing")
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{'resourceType':'Parameters'}x",
        "{'resourceType':'Patient'}",
        "{'resourceType':'Parameters','parameter':[{'name':'operation','part':["
            + "{'name':'type','valueCode':'coo'},{'name':'path','valueString':'Patient'}]}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'operation','part':["
            + "{'name':'type','valueCode':'replace'},{'name':'value','valueString':'x'}]}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'operation','part':["
            + "{'name':'type','valueCode':'add'},{'name':'path','valueString':'Patient'},"
            + "{'name':'name','valueString':'dummyProperty'},"
            + "{'name':'value','valueString':'x'}]}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'operation','part':["
            + "{'name':'type','valueCode':'add'},{'name':'path','valueString':'Patient'},"
            + "{'name':'name','valueString':'gender'},{'name':'value','valueCode':'foo'}]}]}",
      })
  void whatIsNoPatchChangesNothing(String patch) {
    refused(json(patch));
  }

  @Test
  @DisplayName("§6.6 backbone elements are made of named parts, and lists keep their order")
  void backboneElementsAreMadeOfNamedParts() {
    String link =
        "{'name':'name','valueString':'link'},{'name':'value','part':["
            + "{'name':'type','valueCode':'seealso'},"
            + "{'name':'other','valueReference':{'reference':'Patient/other'}}]}";
    patch(path, parameters("add", "Patient", link)).expect(200);
    JsonNode patient =
        patch(
                path,
                parameters(
                    "move",
                    "Patient.address",
                    "{'name':'source','valueInteger':1},{'name':'destination','valueInteger':0}"))
            .expect(200)
            .json();

    assertEquals("seealso", patient.path("link").path(0).path("type").asText());
    assertEquals("Bonn", patient.path("address").path(0).path("city").asText());
  }

  @Test
  @DisplayName("§6.6 the value of a nested extension is replaced, digit by digit")
  void valueOfNestedExtensionIsReplaced() {
    String extension =
        "{'name':'name','valueString':'extension'},{'name':'value','part':["
            + "{'name':'url','valueUri':'http://a.org'},{'name':'extension','part':["
            + "{'name':'url','valueUri':'b'},{'name':'value','valueDecimal':1.0}]}]}";
    patch(path, parameters("add", "Patient", extension)).expect(200);

    String patched =
        patch(
                path,
                operation(
                    "replace",
                    "Patient.extension.where(url = 'http://a.org')"
                        + ".extension.where(url = 'b').value",
                    "'valueDecimal':1.500"))
            .expect(200)
            .body();

    assertTrue(patched.contains("\"valueDecimal\":1.500"), patched);
  }

  @Test
  @DisplayName("§6.5, §6.7 a value that does not fit is refused with the operation and the path")
  void valueThatDoesNotFitIsRefused() {
    JsonNode issue =
        assertOutcome(
            patch(path, operation("replace", "Patient.deceased", "'valueQuantity':{'value':1}")),
            400,
            "invalid");

    assertTrue(
        issue.path("diagnostics").asText().startsWith("Operation 1 (replace)"), issue.toString());
    assertTrue(issue.path("diagnostics").asText().contains("'Patient.deceased'"));
  }

  private static String parameters(String type, String path, String parts) {
    return json(
        "{'resourceType':'Parameters','parameter':[{'name':'operation','part':["
            + "{'name':'type','valueCode':'"
            + type
            + "'},{'name':'path','valueString':'"
            + path
            + "'},"
            + parts
            + "]}]}");
  }

  private void refused(String patch) {
    assertOutcome(patch(path, patch), 400);
    assertHeader("W/\"1\"", client.get(path).expect(200), "ETag");
  }

  private FhirResponse patch(String address, String body) {
    return patch(address, "application/fhir+json", body);
  }

  private FhirResponse patch(String address, String contentType, String body) {
    return client.send(
        client
            .request(address)
            .header("Content-Type", contentType)
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  private static String operation(String type, String path, String value) {
    return json("{'resourceType':'Parameters','parameter':[{'name':'operation','part':["
            + "{'name':'type','valueCode':'"
            + type
            + "'},{'name':'path','valueString':'PATH'},{'name':'value',"
            + value
            + "}]}]}")
        .replace("PATH", path);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
