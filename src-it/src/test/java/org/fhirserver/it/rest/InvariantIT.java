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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Resources of the right structure that break a rule of their definition: §3.4.
 *
 * @see <a href="https://hl7.org/fhir/R4/conformance-rules.html#constraints">Constraints</a>
 */
@HttpTest
class InvariantIT {
  private static final String OBSERVATION = "'status':'final','code':{'coding':[{'code':'a'}]}";

  private final FhirClient client;

  InvariantIT(FhirClient client) {
    this.client = client;
  }

  @ParameterizedTest(name = "{2}")
  @DisplayName("§3.4 a broken rule is told by its key and place")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Observation | 'valueString':'b','dataAbsentReason':{'text':'c'} | obs-6 | Observation",
        "Observation | 'valueString':'b','component':[{'code':{'coding':[{'code':'a'}]}}] | obs-7 |"
            + " Observation",
        "Observation | 'valueQuantity':{'value':1,'code':'mg'} | qty-3 | Observation.value",
        "Observation | 'effectiveTiming':{'repeat':{'duration':1}} | tim-1 |"
            + " Observation.effective.repeat",
        "Observation | 'effectiveTiming':{'repeat':{'period':1}} | tim-2 |"
            + " Observation.effective.repeat",
        "Observation | 'effectiveTiming':{'repeat':{'periodMax':1}} | tim-6 |"
            + " Observation.effective.repeat",
        "Observation | 'effectiveTiming':{'repeat':{'when':['C'],'timeOfDay':['10:00:00']}} |"
            + " tim-10 | Observation.effective.repeat",
        "Patient | 'contact':[{'gender':'male'}] | pat-1 | Patient.contact[0]",
        "Patient | 'name':[{'period':{'start':'2021','end':'2020'}}] | per-1 |"
            + " Patient.name[0].period",
        "Patient | 'photo':[{'data':'aGk='}] | att-1 | Patient.photo[0]",
        "Patient | 'managingOrganization':{'reference':'#a'} | ref-1 |"
            + " Patient.managingOrganization",
        "Patient | 'telecom':[{'value':'1'}] | cpt-2 | Patient.telecom[0]",
        "Patient | 'extension':[{'url':'a'}] | ext-1 | Patient.extension[0]",
        "Patient | 'name':[{'id':'a'}] | ele-1 | Patient.name[0]",
        "Patient |"
            + " 'contained':[{'resourceType':'Patient','contained':[{'resourceType':'Patient'}]}] |"
            + " dom-2 | Patient.contained[0].contained",
        "Patient | 'contained':[{'resourceType':'Basic','id':'a','code':{'text':'b'}}] | dom-3 |"
            + " Patient",
        "Patient |"
            + " 'contained':[{'resourceType':'Basic','code':{'text':'b'},'meta':{'versionId':'1'}}]"
            + " | dom-4 | Patient",
        "Patient |"
            + " 'contained':[{'resourceType':'Basic','code':{'text':'b'},'meta':{'security':[{'code':'R'}]}}]"
            + " | dom-5 | Patient",
        "Bundle |"
            + " 'type':'collection','entry':[{'fullUrl':'urn:a','resource':{'resourceType':'Patient'}},{'fullUrl':'urn:a','resource':{'resourceType':'Patient'}}]"
            + " | bdl-7 | Bundle"
      })
  void brokenRuleIsToldByKeyAndPlace(String type, String content, String key, String place) {
    String all = type.equals("Observation") ? OBSERVATION + "," + content : content;

    JsonNode issue =
        assertOutcome(
            client.post(type, json("{'resourceType':'" + type + "'," + all + "}")),
            400,
            "invariant");

    assertTrue(
        issue.path("diagnostics").asText().matches("(?i).*\\brule " + key + "\\b.*"),
        issue.toString());
    assertEquals(place, issue.path("expression").path(0).asText());
  }

  @Test
  @DisplayName("§3.4, §6.4 neither an update nor a patch may break a rule")
  void neitherUpdateNorPatchMayBreakRule() {
    String id = Samples.newId();
    String path = "Patient/" + id;
    String contact = "'contact':[{'name':{'text':'a'},'gender':'male'}]";
    client
        .put(path, json("{'resourceType':'Patient','id':'" + id + "'," + contact + "}"))
        .expect(201);

    assertOutcome(
        client.put(
            path,
            json("{'resourceType':'Patient','id':'" + id + "','contact':[{'gender':'male'}]}")),
        400,
        "invariant");
    assertOutcome(patch(path, "delete", "Patient.contact[0].name"), 400, "invariant");
    assertHeader("W/\"1\"", client.get(path).expect(200), "ETag");
  }

  private FhirResponse patch(String path, String type, String element) {
    String body =
        json(
            "{'resourceType':'Parameters','parameter':[{'name':'operation','part':["
                + "{'name':'type','valueCode':'"
                + type
                + "'},{'name':'path','valueString':'"
                + element
                + "'}]}]}");
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/fhir+json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
