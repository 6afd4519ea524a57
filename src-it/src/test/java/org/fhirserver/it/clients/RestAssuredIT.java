package org.fhirserver.it.clients;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * REST Assured with raw bodies, in the steps that people walk with Postman: §1 to §8.
 *
 * @see <a href="https://rest-assured.io">REST Assured</a>
 */
@HttpTest
class RestAssuredIT {
  private static final String JSON = "application/fhir+json";
  private static final String XML = "application/fhir+xml";

  private final String base;
  private final String token;
  private final String family = "F" + Samples.newId();

  RestAssuredIT(FhirClient client) {
    base = client.base().toString();
    token = client.token("admin");
  }

  @Test
  @DisplayName("§3.1, §2.1, §3.8, §4.1, §2.3 a resource from create to delete")
  void resourceFromCreateToDelete() {
    String location =
        fhir()
            .body(patientJson("male"))
            .post("Patient")
            .then()
            .statusCode(201)
            .contentType(containsString(JSON))
            .header("ETag", "W/\"1\"")
            .header("Location", matchesPattern(base + "Patient/[^/]+/_history/1"))
            .header("Last-Modified", endsWith("GMT"))
            .body("resourceType", equalTo("Patient"))
            .body("meta.versionId", equalTo("1"))
            .body("name[0].family", equalTo(family))
            .extract()
            .header("Location");
    String url = location.substring(0, location.indexOf("/_history"));
    String id = url.substring(url.lastIndexOf('/') + 1);

    fhir().get(url).then().statusCode(200).body("gender", equalTo("male"));
    fhir()
        .body(patientJson("female").replaceFirst("\\{", "{\"id\":\"" + id + "\","))
        .put(url)
        .then()
        .statusCode(200)
        .header("ETag", "W/\"2\"")
        .body("gender", equalTo("female"));
    fhir().get(location).then().statusCode(200).body("gender", equalTo("male"));
    fhir()
        .get(url + "/_history")
        .then()
        .statusCode(200)
        .body("type", equalTo("history"))
        .body("total", equalTo(2))
        .body("entry.resource.meta.versionId", equalTo(List.of("2", "1")));

    fhir().delete(url).then().statusCode(204).body(blankOrNullString());
    assertOutcome(fhir().get(url).then(), 410, "deleted");
    fhir().queryParam("family", family).get("Patient").then().body("total", equalTo(0));
  }

  @Test
  @DisplayName("§1.3 the same in XML")
  void resourceInXml() {
    String location =
        fhir()
            .accept(XML)
            .contentType(XML)
            .body(patientXml("male"))
            .post("Patient")
            .then()
            .statusCode(201)
            .contentType(containsString(XML))
            .body("Patient.name.family.@value", equalTo(family))
            .body("Patient.meta.versionId.@value", equalTo("1"))
            .extract()
            .header("Location");
    String url = location.substring(0, location.indexOf("/_history"));

    fhir().get(url).then().statusCode(200).body("name[0].family", equalTo(family));
    fhir()
        .accept(XML)
        .queryParam("family", family)
        .get("Patient")
        .then()
        .statusCode(200)
        .contentType(containsString(XML))
        .body("Bundle.total.@value", equalTo("1"))
        .body("Bundle.entry.resource.Patient.name.family.@value", equalTo(family));
    fhir()
        .accept(JSON)
        .queryParam("_format", "xml")
        .get(url)
        .then()
        .statusCode(200)
        .contentType(containsString(XML));
    fhir()
        .accept(XML)
        .get(base + "Patient/" + Samples.newId())
        .then()
        .statusCode(404)
        .contentType(containsString(XML))
        .body("OperationOutcome.issue.code.@value", equalTo("not-found"));
  }

  @Test
  @DisplayName("§1.1, §3.4, §3.7, §3.12 errors are OperationOutcomes with their status")
  void errorsAreOutcomes() {
    String url = base + "Patient/" + Samples.newId();
    String id = url.substring(url.lastIndexOf('/') + 1);
    assertOutcome(fhir().body("{").post("Patient").then(), 400, null);
    assertOutcome(fhir().body("").post("Patient").then(), 400, null);
    assertOutcome(
        fhir().body("{\"resourceType\":\"Patient\",\"nonsense\":1}").post("Patient").then(),
        400,
        null);
    assertOutcome(fhir().body(patientJson("male")).post("Observation").then(), 400, "invalid");
    assertOutcome(fhir().body(patientJson("male")).put(url).then(), 400, "invalid");
    assertOutcome(
        fhir().contentType("text/plain").body(patientJson("male")).post("Patient").then(),
        415,
        "not-supported");
    assertOutcome(fhir().accept("image/png").get("Patient").then(), 406, "not-supported");
    assertOutcome(fhir().get("Nonsense/1").then(), 404, "not-found");
    assertOutcome(fhir().queryParam("nonsense", "1").get("Patient").then(), 400, null);
    assertOutcome(
        fhir()
            .header("If-Match", "W/\"5\"")
            .body(patientJson("male").replaceFirst("\\{", "{\"id\":\"" + id + "\","))
            .put(url)
            .then(),
        412,
        "conflict");
    given().get(url).then().statusCode(401).header("WWW-Authenticate", startsWith("Bearer"));
  }

  @Test
  @DisplayName("§1.2, §1.5 every response carries its id and the headers for browsers")
  void responsesCarryTheirHeaders() {
    fhir()
        .header("X-Request-Id", "mine")
        .get("Patient?_count=1")
        .then()
        .statusCode(200)
        .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"))
        .header("X-Correlation-Id", "mine")
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "SAMEORIGIN");
    fhir().head("Patient?_count=1").then().statusCode(200).body(emptyString());
    fhir().options("Patient").then().statusCode(204);
  }

  @Test
  @DisplayName("§2.4, §5.1, §6.1 conditions and patches by hand")
  void conditionsAndPatches() {
    String url =
        fhir()
            .header("If-None-Exist", "family=" + family)
            .body(patientJson("male"))
            .post("Patient")
            .then()
            .statusCode(201)
            .extract()
            .header("Location")
            .replaceAll("/_history/1$", "");
    fhir()
        .header("If-None-Exist", "family=" + family)
        .body(patientJson("male"))
        .post("Patient")
        .then()
        .statusCode(200)
        .header("ETag", "W/\"1\"");
    fhir().header("If-None-Match", "W/\"1\"").get(url).then().statusCode(304);

    fhir()
        .contentType("application/json-patch+json")
        .header("If-Match", "W/\"1\"")
        .body(
            "[{\"op\":\"test\",\"path\":\"/gender\",\"value\":\"male\"},{\"op\":\"remove\",\"path\":\"/gender\"}]")
        .patch(url)
        .then()
        .statusCode(200)
        .header("ETag", "W/\"2\"")
        .body("gender", nullValue());
    fhir()
        .header("Prefer", "return=minimal")
        .body(patientJson("other"))
        .queryParam("family", family)
        .put("Patient")
        .then()
        .statusCode(200)
        .header("ETag", "W/\"3\"")
        .body(blankOrNullString());
    fhir().queryParam("family", family).delete("Patient").then().statusCode(204);
    fhir().get(url).then().statusCode(410);
  }

  @Test
  @DisplayName("§8.1, §9.1 a transaction and what a search by form finds of it")
  void transactionAndSearchByForm() {
    String entry =
        "{\"resource\":"
            + patientJson("male")
            + ",\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}";
    fhir()
        .body(
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + entry
                + ","
                + entry
                + "]}")
        .post(base)
        .then()
        .statusCode(200)
        .body("type", equalTo("transaction-response"))
        .body("entry", hasSize(2))
        .body("entry.response.status", hasItems(startsWith("201")));

    fhir()
        .contentType("application/x-www-form-urlencoded")
        .formParam("family", family)
        .formParam("_count", "1")
        .formParam("_total", "accurate")
        .post("Patient/_search")
        .then()
        .statusCode(200)
        .body("total", equalTo(2))
        .body("entry", hasSize(1))
        .body("link.relation", hasItems("self", "next"));
  }

  @Test
  @DisplayName("§2.7 a picture goes in and out as it is")
  void pictureGoesInAndOut() {
    byte[] picture = "\u0089PNG\r\n".getBytes(StandardCharsets.ISO_8859_1);
    String location =
        fhir()
            .contentType("image/png")
            .body(picture)
            .post("Binary")
            .then()
            .statusCode(201)
            .body("contentType", equalTo("image/png"))
            .extract()
            .header("Location");

    byte[] read =
        fhir()
            .accept("image/png")
            .get(location)
            .then()
            .statusCode(200)
            .contentType("image/png")
            .extract()
            .asByteArray();
    assertArrayEquals(picture, read);
  }

  private RequestSpecification fhir() {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    encoderConfig()
                        .defaultContentCharset(StandardCharsets.UTF_8)
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs(JSON, ContentType.TEXT)
                        .encodeContentTypeAs(XML, ContentType.TEXT)
                        .encodeContentTypeAs("application/json-patch+json", ContentType.TEXT)))
        .baseUri(base)
        .basePath("/")
        .auth()
        .oauth2(token)
        .accept(JSON)
        .contentType(JSON);
  }

  private static void assertOutcome(ValidatableResponse response, int status, String code) {
    response
        .statusCode(status)
        .contentType(containsString(JSON))
        .header("X-Request-Id", not(blankOrNullString()))
        .body("resourceType", equalTo("OperationOutcome"))
        .body("issue[0].severity", equalTo("error"))
        .body("issue[0].diagnostics", not(blankOrNullString()));
    if (code != null) {
      response.body("issue[0].code", equalTo(code));
    }
  }

  private String patientJson(String gender) {
    return "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\""
        + family
        + "\"}],\"gender\":\""
        + gender
        + "\"}";
  }

  private String patientXml(String gender) {
    return "<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\""
        + family
        + "\"/></name><gender value=\""
        + gender
        + "\"/></Patient>";
  }
}
