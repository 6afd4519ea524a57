package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeader;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.StreamSupport;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The first steps of somebody who follows the tutorial "Access the FHIR service using Postman".
 *
 * @see <a href="https://learn.microsoft.com/azure/healthcare-apis/fhir/use-postman">Tutorial</a>
 */
@HttpTest
class PostmanWalkIT {
  private static final String KIRK =
      """
      {
          "resourceType": "Patient",
          "active": true,
          "name": [
              {
                  "use": "official",
                  "family": "Kirk",
                  "given": [
                      "James",
                      "Tiberious"
                  ]
              },
              {
                  "use": "usual",
                  "given": [
                      "Jim"
                  ]
              }
          ],
          "gender": "male",
          "birthDate": "1960-12-25"
      }
      """;

  private final FhirClient client;

  PostmanWalkIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§14.2 metadata needs no token")
  void metadataNeedsNoToken() {
    JsonNode statement = client.anonymous().get("metadata").expect(200).json();

    assertEquals("CapabilityStatement", statement.path("resourceType").asText());
    assertEquals("4.0.1", statement.path("fhirVersion").asText());
    assertEquals("instance", statement.path("kind").asText());
  }

  @Test
  @DisplayName("§1.2, §14.1 a request without token is told where to get one")
  void requestWithoutTokenIsToldWhereToGetOne() {
    FhirResponse response = client.anonymous().get("Patient");

    assertOutcome(response, 401, "login");
    String id = response.header("X-Request-Id").orElseThrow();
    assertEquals(
        "{\"resourceType\":\"OperationOutcome\",\"id\":\""
            + id
            + "\",\"issue\":[{\"severity\":\"error\",\"code\":\"login\","
            + "\"diagnostics\":\"Authentication failed.\"}]}",
        response.body());
    URI authority = client.base().resolve("/auth/default");
    URI audience = client.base().resolve("/fhir");
    assertHeader(
        String.format(
            "Bearer authorization_uri=\"%s\", resource_id=\"%s\", realm=\"%s\"",
            authority, audience, audience),
        response,
        "WWW-Authenticate");
  }

  @Test
  @DisplayName("Tutorial: the token comes for Client_Credentials with the secret in the body")
  void tokenComesForTheSecretInTheBody() {
    FhirResponse answer =
        askForToken(
            HttpRequest.newBuilder(tokenEndpoint()),
            "grant_type=Client_Credentials&client_id=admin&client_secret=admin-secret"
                + "&resource=http%3A%2F%2Flocalhost%3A9080%2Ffhir");

    assertWorks(answer);
  }

  @Test
  @DisplayName("RFC 6749, 2.3.1: the token comes for the secret in the Basic header")
  void tokenComesForTheSecretInTheBasicHeader() {
    String credentials =
        Base64.getEncoder()
            .encodeToString("admin:admin-secret".getBytes(StandardCharsets.US_ASCII));

    FhirResponse answer =
        askForToken(
            HttpRequest.newBuilder(tokenEndpoint()).header("Authorization", "Basic " + credentials),
            "grant_type=client_credentials");

    assertWorks(answer);
  }

  @Test
  @DisplayName("RFC 6749, 5.2: a wrong secret gets no token")
  void wrongSecretGetsNoToken() {
    FhirResponse answer =
        askForToken(
            HttpRequest.newBuilder(tokenEndpoint()),
            "grant_type=client_credentials&client_id=admin&client_secret=reader-secret");

    assertEquals(401, answer.status());
    assertEquals("invalid_client", answer.json().path("error").asText());
  }

  @Test
  @DisplayName("Tutorial, §3.1: Kirk is created and then among the patients")
  void kirkIsCreatedAndThenAmongThePatients() {
    FhirResponse created = client.post("Patient", KIRK).expect(201);

    String id = created.json().path("id").asText();
    assertHeader(client.base() + "Patient/" + id + "/_history/1", created, "Location");
    assertEquals("Kirk", created.json().path("name").path(0).path("family").asText());

    JsonNode patients = client.get("Patient?_sort=-_lastUpdated").expect(200).json();
    assertEquals("searchset", patients.path("type").asText());
    ObjectNode found =
        StreamSupport.stream(patients.path("entry").spliterator(), false)
            .filter(entry -> entry.path("resource").path("id").asText().equals(id))
            .findFirst()
            .map(ObjectNode.class::cast)
            .orElseThrow();
    assertEquals(client.base() + "Patient/" + id, found.path("fullUrl").asText());
    assertEquals(created.json(), found.path("resource"));
  }

  private URI tokenEndpoint() {
    return client.base().resolve("/auth/default/oauth2/v1/token");
  }

  private FhirResponse askForToken(HttpRequest.Builder request, String form) {
    return client
        .anonymous()
        .send(
            request
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
  }

  private void assertWorks(FhirResponse answer) {
    JsonNode token = answer.expect(200).json();
    assertEquals("Bearer", token.path("token_type").asText());
    assertTrue(token.path("expires_in").asInt() > 0);
    assertHeader("no-store", answer, "Cache-Control");
    client
        .anonymous()
        .get("Patient", "Authorization", "Bearer " + token.path("access_token").asText())
        .expect(200);
  }
}
