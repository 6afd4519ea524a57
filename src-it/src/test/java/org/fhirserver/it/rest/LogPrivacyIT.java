package org.fhirserver.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.RawHttp;
import org.fhirserver.it.RunningServer;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** That what patients have and are called stays out of all files that tell of the server. */
@HttpTest
class LogPrivacyIT {
  private static final String NAME = "Canaryname";
  private static final String VALUE = "7770123.45678";
  private static final String IDENTIFIER = "canary-identifier";

  private final FhirClient client;
  private final RunningServer server;

  LogPrivacyIT(FhirClient client, RunningServer server) {
    this.client = client;
    this.server = server;
  }

  @Test
  @DisplayName("Style 9, pains: no log tells what patients have and are called")
  void noLogTellsOfPatients() {
    write();
    writeWithMistakes();
    search();
    quarrel();

    List<Path> files = logs();
    assertTrue(files.size() > 1, files.toString());
    for (Path file : files) {
      String text = text(file);
      for (String canary : List.of(NAME, VALUE, IDENTIFIER)) {
        int found = text.indexOf(canary.toLowerCase(Locale.ROOT));
        assertEquals(
            -1,
            found,
            () -> file + ": " + text.substring(Math.max(0, found - 300), found + canary.length()));
      }
    }
  }

  private void write() {
    String id = client.post("Patient", patient()).expect(201).json().path("id").asText();
    client.post("Observation", observation()).expect(201);
    client.put("Patient/" + id, patient().replace("{", "{\"id\":\"" + id + "\",")).status();
    client.put("Patient/" + id, Samples.patient(id, NAME)).expect(200);
    client.post("Patient", patient(), "If-None-Exist", "identifier=" + IDENTIFIER);
    client.delete("Patient/" + id).expect(204);
  }

  private void writeWithMistakes() {
    String good = patient();
    for (String bad :
        List.of(
            good.replace("\"male\"", "\"" + NAME + "\""),
            good.replace("\"male\"", "{\"a\":\"" + NAME + "\"}"),
            good.replace("\"gender\"", "\"" + IDENTIFIER + "\""),
            good.replace("1960-12-25", NAME),
            good.replace("Patient", NAME),
            good.replace("Patient", "Organization"),
            good.substring(0, good.length() - 3),
            good.replace(NAME, NAME + "\\u0000"),
            good.replace(NAME, NAME.repeat(200_000)),
            good.replace("\"gender\":", "\"deceasedBoolean\":\"" + VALUE + "\",\"gender\":"))) {
      FhirResponse refused = client.post("Patient", bad);
      assertEquals(400, refused.status(), refused.body());
    }
    refused(client.put("Patient/" + NAME + "_", good));
    refused(client.post("Observation", observation("Patient?identifier=" + NAME)));
    refused(client.post("Observation", observation("Patient?identifier=" + IDENTIFIER + "%zz")));
    refused(client.post("Patient", good, "If-None-Exist", "birthdate=" + NAME));
    refused(client.post("Patient", good, "If-None-Exist", NAME + "=" + VALUE));
    refused(client.post("Patient", good, "If-Match", NAME, "Prefer", "return=" + NAME));
    refused(client.as("reader").post("Patient", good));
    refused(client.anonymous().post("Patient", good));
    refused(client.post("", "{\"resourceType\":\"Bundle\",\"type\":\"" + NAME + "\"}"));
    refused(client.post("", transaction(good.replace("\"male\"", "\"" + NAME + "\""), "Patient")));
    refused(client.post("", transaction(good, "Patient/" + NAME)));
  }

  private void search() {
    for (String query :
        List.of(
            "name=" + NAME,
            "name:contains=" + NAME,
            "identifier=" + IDENTIFIER,
            "identifier=" + IDENTIFIER + "%7C%7C%7C" + NAME,
            "birthdate=" + NAME,
            "name:nonsense=" + NAME,
            NAME + "=" + IDENTIFIER,
            "_sort=" + NAME,
            "_count=" + NAME,
            "ct=" + NAME,
            "name=" + NAME + "%00",
            "name=" + NAME.repeat(500),
            "_has:" + NAME + ":x:y=" + VALUE)) {
      assertTrue(client.get("Patient?" + query).status() < 500, query);
      FhirResponse form =
          client.send(
              client
                  .request("Patient/_search")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(query)));
      assertTrue(form.status() < 500, query);
    }
    client.get("Observation?value-quantity=" + VALUE).expect(200);
    RawHttp raw = new RawHttp(client);
    raw.send("GET", "/fhir/Patient/%zz" + NAME);
    raw.send("GET", "/fhir/Patient?%zz=" + NAME);
    raw.send("GET", "/fhir/" + NAME);
  }

  /** Makes the database refuse what is tried again then. */
  private void quarrel() {
    String id = Samples.newId();
    Parallel.run(
        8,
        writer -> {
          for (int n = 0; n < 5; n++) {
            String body = Samples.patient(id, NAME + writer + n);
            FhirResponse response =
                (writer + n) % 3 == 0
                    ? client.delete("Patient/" + id)
                    : client.put("Patient/" + id, body);
            assertTrue(response.status() < 500, response.body());
          }
          return null;
        });
  }

  private List<Path> logs() {
    try (Stream<Path> files = Files.walk(server.logDirectory())) {
      List<Path> logs = new ArrayList<>(files.filter(Files::isRegularFile).toList());
      logs.add(server.consoleFile());
      return logs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
          .toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refused(FhirResponse response) {
    assertTrue(response.status() >= 400 && response.status() < 500, response.body());
  }

  private static String patient() {
    return "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\""
        + IDENTIFIER
        + "\"}],\"name\":[{\"family\":\""
        + NAME
        + "\"}],\"gender\":\"male\",\"birthDate\":\"1960-12-25\"}";
  }

  private static String observation() {
    return observation("Patient/1");
  }

  private static String observation(String subject) {
    return "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\""
        + NAME
        + "\"},\"subject\":{\"reference\":\""
        + subject
        + "\"},\"valueQuantity\":{\"value\":"
        + VALUE
        + "}}";
  }

  private static String transaction(String resource, String url) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
        + resource
        + ",\"request\":{\"method\":\"POST\",\"url\":\""
        + url
        + "\"}}]}";
  }
}
