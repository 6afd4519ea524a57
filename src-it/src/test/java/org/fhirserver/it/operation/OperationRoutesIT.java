package org.fhirserver.it.operation;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How operations are called and refused: §1.2 and §12. */
@HttpTest
class OperationRoutesIT {
  private static final String NO_PARAMETERS = "{\"resourceType\":\"Parameters\"}";

  private final FhirClient client;

  OperationRoutesIT(FhirClient client) {
    this.client = client;
  }

  @ParameterizedTest
  @DisplayName("§1.2 an operation that is not there is an unknown route, by every method")
  @ValueSource(
      strings = {
        "$nothing",
        "$Versions",
        "Patient/$nothing",
        "Patient/$versions",
        "Patient/p1/$nothing",
        "Patient/p1/_history/1/$nothing",
        "NoType/$meta",
        "patient/p1/$meta",
        "Parameters/$meta"
      })
  void unknownOperationIsUnknownRoute(String path) {
    assertOutcome(client.get(path), 404, "not-found");
    assertOutcome(client.post(path, NO_PARAMETERS), 404, "not-found");
    assertOutcome(client.delete(path), 404, "not-found");
  }

  @Test
  @DisplayName("§1.2 another method than those of the operation is refused, with those allowed")
  void otherMethodIsRefused() {
    FhirResponse refused = client.delete("$versions");

    assertOutcome(refused, 405, "not-supported");
    assertEquals(Optional.of("GET, HEAD, POST, OPTIONS"), refused.header("Allow"));
    assertOutcome(client.put("$versions", NO_PARAMETERS), 405, "not-supported");
  }

  @Test
  @DisplayName("§12 a body is Parameters, a form or nothing at all")
  void bodyIsParametersFormOrNothing() {
    client.post("$versions", NO_PARAMETERS).expect(200);
    client.get("%24versions").expect(200);
    client.send(client.request("$versions").POST(BodyPublishers.noBody())).expect(200);
    client
        .send(
            client
                .request("$versions")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("")))
        .expect(200);
    assertOutcome(client.post("$versions", Samples.patient("p1", "Adams")), 400, "invalid");
    assertOutcome(client.post("$versions", "{\"resourceType\":\"Parameters\""), 400);
    assertOutcome(
        client.send(
            client
                .request("$versions")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x"))),
        415,
        "not-supported");
  }

  @Test
  @DisplayName("§12.2 a parameter that the operation does not know is refused, unless leniently")
  void unknownParameterIsRefused() {
    assertOutcome(client.get("$versions?foo=bar"), 400, "not-supported");
    assertOutcome(
        client.post(
            "$versions",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"foo\","
                + "\"valueCode\":\"bar\"}]}"),
        400,
        "not-supported");
    client.get("$versions?foo=bar", "Prefer", "handling=lenient").expect(200);
  }
}
