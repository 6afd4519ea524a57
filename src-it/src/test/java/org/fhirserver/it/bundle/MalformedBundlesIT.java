package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no transaction or batch. */
@HttpTest
class MalformedBundlesIT {
  private final FhirClient client;

  MalformedBundlesIT(FhirClient client) {
    this.client = client;
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{'resourceType':'Patient'} =>"
            + " Only a bundle can be submitted for batch or transaction processing.",
        "{'resourceType':'Bundle'} =>"
            + " Bundle type is not present. Possible values are: transaction or batch.",
        "{'resourceType':'Bundle','type':'history'} =>"
            + " The provided Bundle type is not supported. Supported values are: batch and"
            + " transaction.",
        "{'resourceType':'Bundle','type':'Transaction'} =>"
            + " The provided Bundle type is not supported. Supported values are: batch and"
            + " transaction.",
      })
  void areToldWhatIsWrong(String body, String diagnostics) {
    FhirResponse response = post(body);

    assertEquals(400, response.status());
    assertEquals(diagnostics, response.json().path("issue").path(0).path("diagnostics").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "5",
        "{'resourceType':'Bundle','type':'batch'",
        "{'resourceType':'Bundle','type':'batch'}x",
        "{'resourceType':'Bundle','type':['batch']}",
        "{'resourceType':'Bundle','type':'batch','entry':{}}",
        "{'resourceType':'Bundle','type':'batch','entry':[null]}",
        "{'resourceType':'Bundle','type':'batch','entry':[[]]}",
        "{'resourceType':'Bundle','type':'batch','entry':[5]}",
        "{'resourceType':'Bundle','type':'batch','unknown':1}",
        "{'resourceType':'Bundle','type':'batch','type':'transaction'}",
        "{'resourceType':'Bundle','type':'batch','entry':[{'request':{'method':'GET',"
            + "'url':'Patient','unknown':1}}]}",
        "{'resourceType':'Bundle','type':'batch','entry':[{'request':{'method':5,'url':'x'}}]}",
        "{'resourceType':'Bundle','type':'batch','entry':[{'resource':[]}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'request':{}}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'request':{'method':'GET'}}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'request':{'method':'GET',"
            + "'url':''}}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'request':{'method':'get',"
            + "'url':'Patient'}}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':{},"
            + "'request':{'method':'POST','url':'Patient'}}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':{'resourceType':"
            + "'NotAType'},'request':{'method':'POST','url':'Patient'}}]}",
        "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':{'resourceType':"
            + "'Patient','name':[{'family':'\\u0000'}]},'request':{'method':'POST',"
            + "'url':'Patient'}}]}",
      })
  void areRefused(String body) {
    FhirResponse response = post(body);

    assertEquals(400, response.status(), response.body());
    assertEquals("OperationOutcome", response.json().path("resourceType").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "//",
        "Patient?",
        "Patient//1",
        "Patient/1/2",
        "Patient/1/_history/",
        "Patient/1/_history/x",
        "Patient/1/_history/99999999999999999999",
        "Patient/../Patient",
        "Patient/a b",
        "Patient/%zz",
        "Patient?_id=%zz",
        "Patient?name=%00",
        "_history/1",
        "Patient/_history/1",
        "$",
        "Patient/1/$",
        "Patient/1/2/$x",
        "Patient/1/_history/1/2/$x",
        "Patient/%2e%2e/Patient",
        "Patient%252F1",
        "//other.example/fhir/Patient/1",
        "javascript:alert(1)",
        "http://other.example/fhir/Patient/1",
        "patient/1",
        "Bundle/\u0000",
        "DomainResource/1",
        "Resource?_id=1",
        "Parameters/1",
      })
  void failAtUrlsThatLeadNowhere(String url) {
    for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
      String batch =
          "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":"
              + "{\"resourceType\":\"Patient\",\"id\":\"1\"},\"request\":{\"method\":\""
              + method
              + "\",\"url\":\""
              + url.replace("\u0000", "\\u0000")
              + "\"}}]}";
      FhirResponse response = client.post("", batch);

      assertTrue(response.status() == 200 || response.status() == 400, response.body());
      if (response.status() == 200) {
        int status = Integer.parseInt(Bundles.statuses(response.json()).get(0));
        assertTrue(status < 500, method + " " + url + ": " + response.body());
        assertTrue(
            status >= 400 || url.equals("Patient?"), method + " " + url + ": " + response.body());
      }
    }
  }

  @Test
  void areRefusedInOtherEncodings() {
    String body = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"id\":\"ü\"}";
    for (var charset :
        new java.nio.charset.Charset[] {
          StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1
        }) {
      FhirResponse response = send("application/fhir+json", body.getBytes(charset));

      assertEquals(400, response.status(), charset + ": " + response.body());
    }
  }

  @Test
  void areRefusedIfNestedTooDeep() {
    for (String inner :
        new String[] {
          "\"meta\":" + "{\"extension\":[".repeat(20_000),
          "\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"extension\":"
              + "[{\"url\":\"x\",\"extension\":".repeat(5_000)
        }) {
      FhirResponse response =
          client.post("", "{\"resourceType\":\"Bundle\",\"type\":\"batch\"," + inner);

      assertEquals(400, response.status(), response.body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json-patch+json"})
  void areRefusedUnderOtherContentTypes(String contentType) {
    FhirResponse response =
        send(contentType, Bundles.batch().toString().getBytes(StandardCharsets.UTF_8));

    assertEquals(415, response.status());
  }

  private FhirResponse post(String body) {
    return client.post("", body.replace('\'', '"'));
  }

  private FhirResponse send(String contentType, byte[] body) {
    return client.send(
        client
            .request("")
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body)));
  }
}
