package org.fhirserver.it.operation;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Profiles, tags and security labels: §12 and F193 ff.
 *
 * @see <a href="https://hl7.org/fhir/R4/resource-operation-meta.html">$meta</a>
 */
@HttpTest
class MetaOperationsIT {
  private static final String SYSTEM = "urn:labels";

  private final FhirClient client;
  private final String id = Samples.newId();
  private final String patient = "Patient/" + id;

  MetaOperationsIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§12 $meta answers the meta of a resource and of its versions")
  void metaAnswersTheMeta() {
    JsonNode first = create("'tag':[{'system':'urn:labels','code':'one','display':'Eins'}]");
    JsonNode second =
        client.put(patient, Samples.patient(id, "Changed")).expect(200).json().path("meta");

    assertEquals(second, meta(client.get(patient + "/$meta")));
    assertEquals(second, meta(client.post(patient + "/$meta", parameters(""))));
    assertEquals(first, meta(client.get(patient + "/_history/1/$meta")));
    assertEquals(second, meta(client.get(patient + "/_history/2/$meta")));
  }

  @Test
  @DisplayName("§12 $meta-add adds what is not there yet, in a new version that search finds")
  void metaAddAdds() {
    create("'tag':[{'system':'urn:labels','code':'old','display':'kept'}]");
    String added = Samples.newId();

    JsonNode meta =
        meta(
            client.post(
                patient + "/$meta-add",
                labels(
                    "'profile':['http://example.org/"
                        + added
                        + "'],'tag':[{'system':'urn:labels','code':'old','display':'changed'},"
                        + tag(added)
                        + "],'security':["
                        + tag(added)
                        + "]")));

    assertEquals("2", meta.path("versionId").asText());
    assertEquals(2, meta.path("tag").size());
    assertEquals("kept", meta.path("tag").path(0).path("display").asText());
    assertEquals(added, meta.path("tag").path(1).path("code").asText());
    assertEquals(added, meta.path("security").path(0).path("code").asText());
    FhirResponse read = client.get(patient).expect(200);
    assertEquals(meta, read.json().path("meta"));
    assertEquals(read.json().path("name"), client.get(patient + "/_history/1").json().path("name"));
    assertFound(1, "_tag=" + SYSTEM + "%7C" + added);
    assertFound(1, "_security=" + SYSTEM + "%7C" + added);
    assertFound(1, "_profile=http://example.org/" + added);
  }

  @Test
  @DisplayName("§12 adding what is there already makes no version")
  void addingAgainMakesNoVersion() {
    create("'tag':[" + tag("one") + "]");

    JsonNode meta = meta(client.post(patient + "/$meta-add", labels("'tag':[" + tag("one") + "]")));

    assertEquals("1", meta.path("versionId").asText());
  }

  @Test
  @DisplayName("§12 $meta-delete deletes what is there and minds nothing else")
  void metaDeleteDeletes() {
    String gone = Samples.newId();
    create(
        "'profile':['http://example.org/"
            + gone
            + "'],'security':["
            + tag(gone)
            + "],'tag':["
            + tag(gone)
            + ","
            + tag("stays")
            + "]");

    JsonNode meta =
        meta(
            client.post(
                patient + "/$meta-delete",
                labels(
                    "'profile':['http://example.org/"
                        + gone
                        + "'],'security':["
                        + tag(gone)
                        + "],'tag':["
                        + tag(gone)
                        + ","
                        + tag("never")
                        + "]")));

    assertEquals("2", meta.path("versionId").asText());
    assertFalse(meta.has("profile"));
    assertFalse(meta.has("security"));
    assertEquals(1, meta.path("tag").size());
    assertFound(0, "_tag=" + SYSTEM + "%7C" + gone);
    assertFound(0, "_profile=http://example.org/" + gone);
  }

  @Test
  @DisplayName("§12 on a version they change that version, and search finds the current one so")
  void versionIsChangedInPlace() {
    create("'tag':[" + tag("one") + "]");
    JsonNode before = client.put(patient, Samples.patient(id, "Changed")).expect(200).json();
    String added = Samples.newId();
    String labels = labels("'tag':[" + tag(added) + "]");

    JsonNode past = meta(client.post(patient + "/_history/1/$meta-add", labels));
    JsonNode current = meta(client.post(patient + "/_history/2/$meta-add", labels));

    assertEquals("1", past.path("versionId").asText());
    assertEquals(2, past.path("tag").size());
    assertEquals(past, client.get(patient + "/_history/1").json().path("meta"));
    assertEquals("2", current.path("versionId").asText());
    assertEquals(before.path("meta").path("lastUpdated"), current.path("lastUpdated"));
    assertEquals(current, client.get(patient).json().path("meta"));
    assertEquals(2, client.get(patient + "/_history").json().path("total").asInt());
    assertFound(1, "_tag=" + SYSTEM + "%7C" + added);
    meta(client.post(patient + "/_history/2/$meta-delete", labels));
    assertFound(0, "_tag=" + SYSTEM + "%7C" + added);
    assertOutcome(client.post(patient + "/_history/3/$meta-add", labels), 404, "not-found");
    assertOutcome(client.post(patient + "/_history/x/$meta-add", labels), 404, "not-found");
  }

  @Test
  @DisplayName("§12 on a type and on the server $meta tells the labels in use")
  void typeAndSystemTellTheLabelsInUse() {
    String code = Samples.newId();
    String body =
        ("{'resourceType':'VerificationResult','status':'attested','meta':{'profile':"
                + "['http://example.org/"
                + code
                + "'],'tag':["
                + tag(code)
                + ",{'system':'urn:other','code':'"
                + code
                + "'}],'security':["
                + tag(code)
                + "]}}")
            .replace('\'', '"');
    client.post("VerificationResult", body).expect(201);

    for (String path : new String[] {"VerificationResult/$meta", "$meta"}) {
      JsonNode meta = meta(client.get(path));
      assertTrue(meta.path("profile").toString().contains(code), path);
      assertTrue(
          meta.path("tag").toString().contains("{\"system\":\"urn:other\",\"code\":\"" + code),
          path);
      assertTrue(meta.path("tag").toString().contains(SYSTEM + "\",\"code\":\"" + code), path);
      assertTrue(meta.path("security").toString().contains(code), path);
      assertFalse(meta.has("versionId"), path);
    }
    assertFalse(meta(client.get("Linkage/$meta")).toString().contains(code));
  }

  @ParameterizedTest
  @DisplayName("§12 bad input is refused and changes nothing")
  @ValueSource(
      strings = {
        "{'resourceType':'Parameters'}",
        "{'resourceType':'Parameters','parameter':[{'name':'meta'}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'meta','valueString':'x'}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'meta','valueMeta':{'tag':'x'}}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'meta','valueMeta':{'nope':[]}}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'other','valueMeta':"
            + "{'tag':[{'code':'x'}]}}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'meta','valueMeta':"
            + "{'tag':[{'code':'x'}]}},{'name':'meta','valueMeta':{'tag':[{'code':'y'}]}}]}",
        "{'resourceType':'Patient'}",
        "{",
        ""
      })
  void badInputIsRefused(String body) {
    create("'tag':[" + tag("one") + "]");

    for (String operation : new String[] {"/$meta-add", "/$meta-delete", "/_history/1/$meta-add"}) {
      assertOutcome(client.post(patient + operation, body.replace('\'', '"')), 400);
    }
    assertEquals("1", client.get(patient).json().path("meta").path("versionId").asText());
  }

  @Test
  @DisplayName("§1.2, §14.7 unknown, deleted and forbidden resources")
  void unknownDeletedAndForbidden() {
    String labels = labels("'tag':[" + tag("one") + "]");
    assertOutcome(client.get(patient + "/$meta"), 404, "not-found");
    assertOutcome(client.post(patient + "/$meta-add", labels), 404, "not-found");
    create("'tag':[" + tag("one") + "]");
    FhirClient reader = client.as("reader");
    meta(reader.get(patient + "/$meta"));
    assertOutcome(reader.post(patient + "/$meta-add", labels), 403, "forbidden");
    assertOutcome(reader.post(patient + "/_history/1/$meta-delete", labels), 403, "forbidden");
    assertOutcome(client.anonymous().get(patient + "/$meta"), 401, "login");
    assertOutcome(client.get(patient + "/$meta-add"), 405, "not-supported");
    assertOutcome(client.get(patient + "/$meta?foo=bar"), 400, "not-supported");
    client.delete(patient).expect(204);
    assertOutcome(client.get(patient + "/$meta"), 410, "deleted");
    assertOutcome(client.post(patient + "/$meta-add", labels), 410, "deleted");
    assertOutcome(client.post(patient + "/_history/2/$meta-add", labels), 410, "deleted");
    meta(client.post(patient + "/_history/1/$meta-add", labels));
  }

  private JsonNode create(String meta) {
    String body = Samples.patient(id, "Adams").replaceFirst("\\{", "{'meta':{" + meta + "},");
    return client.put(patient, body.replace('\'', '"')).expect(201).json().path("meta");
  }

  private void assertFound(int number, String query) {
    JsonNode bundle = client.get("Patient?_id=" + id + "&" + query).expect(200).json();
    assertEquals(number, bundle.path("entry").size(), query);
  }

  private static JsonNode meta(FhirResponse response) {
    JsonNode parameters = response.expect(200).json();
    assertEquals("Parameters", parameters.path("resourceType").asText());
    assertEquals("return", parameters.path("parameter").path(0).path("name").asText());
    return parameters.path("parameter").path(0).path("valueMeta");
  }

  private static String labels(String meta) {
    return parameters("{'name':'meta','valueMeta':{" + meta + "}}");
  }

  private static String parameters(String parameters) {
    String content = parameters.isEmpty() ? "" : ",'parameter':[" + parameters + "]";
    return ("{'resourceType':'Parameters'" + content + "}").replace('\'', '"');
  }

  private static String tag(String code) {
    return "{'system':'" + SYSTEM + "','code':'" + code + "'}";
  }
}
