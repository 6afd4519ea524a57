package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The methods that tell of others: §2.5, §17.1 and §1.2. */
@HttpTest
class HeadAndOptionsIT {
  private static final String ID = "head-and-options";

  private final FhirClient client;

  HeadAndOptionsIT(FhirClient client) {
    this.client = client;
  }

  @BeforeEach
  void storePatient() {
    client.put("Patient/" + ID, Samples.patient(ID, "Adams"));
  }

  @ParameterizedTest
  @DisplayName("§2.5 HEAD answers the headers of GET and no body")
  @ValueSource(
      strings = {
        "Patient/" + ID,
        "Patient/" + ID + "?_format=xml",
        "Patient/" + ID + "?_summary=true&_pretty=true",
        "Patient/" + ID + "/_history/1",
        "Patient/" + ID + "/_history",
        "Patient?_id=" + ID,
        "metadata",
        "Patient/never-was",
        "Patient?nonsense=1",
        "Patient?_format=nonsense"
      })
  void headAnswersTheHeadersOfGet(String path) {
    FhirResponse get = client.get(path);
    FhirResponse head = head(client, path);

    assertEquals(get.status(), head.status());
    assertEquals("", head.body());
    assertHeaders(head);
    for (String header : new String[] {"ETag", "Last-Modified", "Content-Type", "Vary"}) {
      assertEquals(get.header(header), head.header(header), header);
    }
    Optional<String> length = head.header("Content-Length");
    assertTrue(
        length.isEmpty() || length.equals(get.header("Content-Length")), head.headers().toString());
  }

  @ParameterizedTest
  @DisplayName("§2.5 HEAD needs the token that GET needs")
  @CsvSource({"metadata, 200", "Patient, 401", "Patient/" + ID + ", 401"})
  void headNeedsTheTokenThatGetNeeds(String path, int status) {
    FhirResponse head = head(client.anonymous(), path);

    assertEquals(status, head.status());
    assertEquals("", head.body());
  }

  @ParameterizedTest
  @DisplayName("§17.1 OPTIONS tells everyone the methods of a route, and not what there is")
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata | GET, HEAD, OPTIONS",
        "Patient/head-and-options | DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
        "Patient/never-was | DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
        "Patient/head-and-options/_history/1 | GET, HEAD, OPTIONS",
        "Patient/_search | OPTIONS, POST",
      })
  void optionsTellsTheMethods(String path, String methods) {
    FhirResponse options =
        client
            .anonymous()
            .send(client.anonymous().request(path).method("OPTIONS", BodyPublishers.noBody()));

    assertEquals(204, options.status(), options.body());
    assertEquals("", options.body());
    assertHeaders(options);
    assertEquals(
        Set.of(methods.split(", ")), Set.of(options.header("Allow").orElse("").split(", ")));
  }

  @ParameterizedTest
  @DisplayName("§1.2 a method that is not allowed names the others in the header Allow")
  @ValueSource(
      strings = {
        "POST Patient/" + ID,
        "PUT metadata",
        "DELETE Patient/" + ID + "/_history/1",
        "HEAD Patient/_search",
        "NONSENSE Patient"
      })
  void wrongMethodNamesTheOthers(String request) {
    String[] words = request.split(" ");
    FhirResponse response =
        client.send(
            client
                .request(words[1])
                .header("Content-Type", "application/fhir+json")
                .method(words[0], BodyPublishers.noBody()));

    assertEquals(405, response.status(), response.body());
    assertTrue(response.header("Allow").orElse("").contains("OPTIONS"), response.body());
    if (!words[0].equals("HEAD")) {
      assertOutcome(response, 405, "not-supported");
    }
  }

  private static FhirResponse head(FhirClient client, String path) {
    return client.send(client.request(path).method("HEAD", BodyPublishers.noBody()));
  }
}
