package org.fhirserver.it.operation;

import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertJson;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The versions of FHIR that the server speaks: §10.8.
 *
 * @see <a href="https://hl7.org/fhir/R4/capabilitystatement-operation-versions.html">$versions</a>
 */
@HttpTest
class VersionsIT {
  private static final String PARAMETERS =
      "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"version\",\"valueCode\":\"4.0\"},"
          + "{\"name\":\"default\",\"valueCode\":\"4.0\"}]}";

  private final FhirClient client;

  VersionsIT(FhirClient client) {
    this.client = client.anonymous();
  }

  @ParameterizedTest
  @DisplayName("§10.8, §14.2 anyone gets Parameters in FHIR JSON")
  @ValueSource(
      strings = {"application/fhir+json", "*/*", "application/fhir+json, application/json"})
  void fhirJsonIsParameters(String accept) {
    FhirResponse response = get("$versions", accept).expect(200);

    assertHeaders(response);
    assertJson(response);
    assertEquals(PARAMETERS, response.body());
    assertEquals(PARAMETERS, get("$versions?_format=json", "text/css").expect(200).body());
  }

  @Test
  @DisplayName("§10.8 anyone gets Parameters in FHIR XML")
  void fhirXmlIsParameters() {
    FhirResponse response = get("$versions", "application/fhir+xml").expect(200);

    assertTrue(response.header("Content-Type").orElse("").startsWith("application/fhir+xml"));
    assertTrue(response.body().contains("<Parameters"), response.body());
    assertTrue(response.body().contains("<valueCode value=\"4.0\""), response.body());
  }

  @ParameterizedTest
  @DisplayName("§10.8 application/json is the short form")
  @ValueSource(strings = {"application/json", "application/json, */*;q=0.1"})
  void plainJsonIsShort(String accept) {
    FhirResponse response = get("$versions", accept).expect(200);

    assertHeaders(response);
    assertTrue(response.header("Content-Type").orElse("").startsWith("application/json"));
    assertEquals("{\"versions\":[\"4.0\"],\"default\":\"4.0\"}", response.body());
  }

  @Test
  @DisplayName("§10.8 application/xml is the short form, also by _format")
  void plainXmlIsShort() {
    FhirResponse response = get("$versions", "application/xml").expect(200);

    assertTrue(response.header("Content-Type").orElse("").startsWith("application/xml"));
    assertEquals(
        "<versions><version>4.0</version><default>4.0</default></versions>", response.body());
    assertEquals(
        response.body(), get("$versions?_format=application/xml", "text/css").expect(200).body());
  }

  @Test
  @DisplayName("§10.8 another format is not acceptable, a parameter not known")
  void otherFormatIsNotAcceptable() {
    assertOutcome(get("$versions", "application/json1"), 406, "not-supported");
    assertOutcome(get("$versions?_format=blah", "*/*"), 406, "not-supported");
    assertOutcome(get("$versions?foo=bar", "*/*"), 400, "not-supported");
    assertOutcome(get("$versions?foo=bar", "application/json"), 400, "not-supported");
    assertOutcome(client.delete("$versions"), 401, "login");
  }

  private FhirResponse get(String path, String accept) {
    return client.send(client.request(path).setHeader("Accept", accept).GET());
  }
}
