package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.Test;

/**
 * What becomes of the references in a transaction.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Transaction processing rules</a>
 */
@HttpTest
class TransactionReferencesIT {
  private final FhirClient client;
  private final String id = Bundles.id();

  TransactionReferencesIT(FhirClient client) {
    this.client = client;
  }

  @Test
  void pointToNewResourcesForwardsBackwardsAndInCircles() {
    String one = Bundles.fullUrl();
    String two = Bundles.fullUrl();
    JsonNode answer =
        accepted(
            Bundles.transaction().post(one, linked(two)).post(two, linked(one)).post(linked(one)));
    List<String> keys = Bundles.keys(answer);

    assertEquals(keys.get(1), link(Bundles.resource(answer, 0)));
    assertEquals(keys.get(0), link(Bundles.resource(answer, 1)));
    assertEquals(keys.get(0), link(Bundles.resource(answer, 2)));
    assertEquals(keys.get(1), link(client.get(keys.get(0)).expect(200).json()));
    JsonNode found = client.get("Patient?link=" + keys.get(0)).expect(200).json();
    assertEquals(2, found.path("entry").size());
  }

  @Test
  void pointToResourcesUnderTheirUuidAndUnderOidsAndUrls() {
    for (String fullUrl :
        List.of(
            Bundles.fullUrl(),
            "urn:oid:1.2.3.4.5." + System.nanoTime(),
            "http://example.org/fhir/Patient/" + Bundles.id())) {
      JsonNode answer =
          accepted(
              Bundles.transaction()
                  .post(fullUrl, "{'resourceType':'Patient'}")
                  .post(linked(fullUrl)));

      assertEquals(Bundles.keys(answer).get(0), link(Bundles.resource(answer, 1)));
    }
  }

  @Test
  void pointToUpdatedAndToFoundResources() {
    String updated = Bundles.fullUrl();
    String found = Bundles.fullUrl();
    client.put("Patient/" + id + "found", identified("found").replace('\'', '"')).expect(201);
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(linked(updated))
                .post(linked(found))
                .put(updated, "{'resourceType':'Patient','id':'" + id + "updated'}")
                .put(
                    "{'resourceType':'Patient','id':'"
                        + id
                        + "other','link':[{'type':'refer',"
                        + "'other':{'reference':'"
                        + found
                        + "'}}]}")
                .postIfNoneExist(found, identified("x"), "identifier=urn:t|" + id + "found"));

    assertEquals("Patient/" + id + "updated", link(Bundles.resource(answer, 0)));
    assertEquals("Patient/" + id + "found", link(Bundles.resource(answer, 1)));
    assertEquals("Patient/" + id + "found", link(Bundles.resource(answer, 3)));
    assertEquals("200", Bundles.statuses(answer).get(4));
  }

  @Test
  void areRewrittenInUrisNarrativesExtensionsAndContainedResources() {
    String url = Bundles.fullUrl();
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(url, "{'resourceType':'Binary','contentType':'text/plain'}")
                .post(
                    ("{'resourceType':'DocumentReference','status':'current',"
                            + "'text':{'status':'generated','div':'<div"
                            + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><a href=\\\"URL\\\">x</a>"
                            + " URL</div>'},"
                            + "'contained':[{'resourceType':'Patient','id':'c','managingOrganization'"
                            + ":{'reference':'URL'}}],"
                            + "'subject':{'reference':'#c'},"
                            + "'extension':[{'url':'http://x','valueCanonical':'URL'},"
                            + "{'url':'http://x','valueReference':{'reference':'URL'}},"
                            + "{'url':'http://x','valueString':'URL'}],"
                            + "'content':[{'attachment':{'url':'URL'}}]}")
                        .replace("URL", url)));
    String key = Bundles.keys(answer).get(0);
    JsonNode document = Bundles.resource(answer, 1);

    assertEquals(key, document.path("content").path(0).path("attachment").path("url").asText());
    assertEquals(
        key,
        document.path("contained").path(0).path("managingOrganization").path("reference").asText());
    assertEquals(key, document.path("extension").path(0).path("valueCanonical").asText());
    assertEquals(
        key, document.path("extension").path(1).path("valueReference").path("reference").asText());
    assertEquals(url, document.path("extension").path(2).path("valueString").asText());
    assertEquals(
        "<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\""
            + key
            + "\">x</a> "
            + url
            + "</div>",
        document.path("text").path("div").asText());
  }

  /** A POST and a PUT, as they stand on another server: all references are relative or absolute. */
  @Test
  void areResolvedAgainstTheFullUrlOfTheirEntry() {
    String base = "http://other.example/" + id + "/";
    String newer = base + "Patient/9";
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(base + "Patient/8", linked("Patient/9"))
                .post(newer, linked("Patient/8/_history/77"))
                .put(
                    base + "Patient/" + id + "put",
                    "{'resourceType':'Patient','id':'"
                        + id
                        + "put','link':[{'type':'refer','other':{'reference':'"
                        + newer
                        + "/_history/5'}}]}")
                .post(base + "Patient/7", linked("Patient/" + id + "put"))
                .post(linked("Patient/9")));
    List<String> keys = Bundles.keys(answer);

    assertEquals(keys.get(1), link(Bundles.resource(answer, 0)));
    assertEquals(keys.get(0) + "/_history/1", link(Bundles.resource(answer, 1)));
    assertEquals(keys.get(1) + "/_history/1", link(Bundles.resource(answer, 2)));
    assertEquals("Patient/" + id + "put", link(Bundles.resource(answer, 3)));
    assertEquals("Patient/9", link(Bundles.resource(answer, 4)));
    client.get(link(Bundles.resource(answer, 1))).expect(200);
  }

  @Test
  void ofAVersionAreOfTheVersionThatTheTransactionLeaves() {
    client.put("Patient/" + id + "v", identified("v").replace('\'', '"')).expect(201);
    String fullUrl = Bundles.fullUrl();
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(linked(fullUrl + "/_history/9"))
                .put(fullUrl, identified("v").replace("true", "false")));

    assertEquals("Patient/" + id + "v/_history/2", link(Bundles.resource(answer, 0)));
    client.get(link(Bundles.resource(answer, 0))).expect(200);
  }

  /** What a resource calls itself is no link, though it be the full URL of its entry. */
  @Test
  void leaveTheNamesOfPublishedResources() {
    String url = "http://example.org/fhir/ValueSet/" + id;
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(url, "{'resourceType':'ValueSet','status':'draft','url':'" + url + "'}")
                .post(
                    "{'resourceType':'Patient','meta':{'profile':['"
                        + url
                        + "']},'identifier':[{'system':'"
                        + url
                        + "','value':'1'}]}"));

    assertEquals(url, Bundles.resource(answer, 0).path("url").asText());
    JsonNode patient = Bundles.resource(answer, 1);
    assertEquals(url, patient.path("meta").path("profile").path(0).asText());
    assertEquals(url, patient.path("identifier").path(0).path("system").asText());
  }

  @Test
  void stayIfNoEntryHasTheirUrl() {
    String unknown = Bundles.fullUrl();
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(linked(unknown))
                .post(linked("http://example.org/fhir/Patient/1"))
                .post(linked("Patient/not-there")));

    assertEquals(unknown, link(Bundles.resource(answer, 0)));
    assertEquals("http://example.org/fhir/Patient/1", link(Bundles.resource(answer, 1)));
    assertEquals("Patient/not-there", link(Bundles.resource(answer, 2)));
  }

  @Test
  void giveTheSameIdsWhenSentAgainWithConditions() {
    String patient = Bundles.fullUrl();
    String bundle =
        Bundles.transaction()
            .postIfNoneExist(patient, identified("again"), "identifier=urn:t|" + id + "again")
            .post(linked(patient))
            .toString();
    JsonNode first = client.post("", bundle).expect(200).json();
    JsonNode second = client.post("", bundle).expect(200).json();

    assertEquals(Bundles.keys(first).get(0), Bundles.keys(second).get(0));
    assertEquals(List.of("200", "201"), Bundles.statuses(second));
    assertEquals(link(Bundles.resource(first, 1)), link(Bundles.resource(second, 1)));
  }

  @Test
  void ofConditionsFindWhatIsThere() {
    client.put("Patient/" + id + "there", identified("there").replace('\'', '"')).expect(201);
    String query = "Patient?identifier=urn:t|" + id + "there";
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(linked(query))
                .put(
                    "{'resourceType':'Patient','id':'"
                        + id
                        + "p','link':[{'type':'refer',"
                        + "'other':{'reference':'"
                        + query
                        + "'}}]}"));

    assertEquals("Patient/" + id + "there", link(Bundles.resource(answer, 0)));
    assertEquals("Patient/" + id + "there", link(Bundles.resource(answer, 1)));
  }

  @Test
  void ofConditionsFindWhatTheTransactionCreates() {
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(linked("Patient?identifier=urn:t|" + id + "made"))
                .post(identified("made")));

    assertEquals(Bundles.keys(answer).get(1), link(Bundles.resource(answer, 0)));
  }

  @Test
  void ofConditionsFindWhatTheTransactionUpdates() {
    JsonNode answer =
        accepted(
            Bundles.transaction()
                .post(linked("Patient?identifier=urn:t|" + id + "put"))
                .put(
                    "{'resourceType':'Patient','id':'"
                        + id
                        + "first','link':[{'type':'refer',"
                        + "'other':{'reference':'Patient?identifier=urn:t|"
                        + id
                        + "put'}}]}")
                .put(identified("put")));

    assertEquals("Patient/" + id + "put", link(Bundles.resource(answer, 0)));
    assertEquals("Patient/" + id + "put", link(Bundles.resource(answer, 1)));
  }

  @Test
  void ofConditionsFindWhatWaitsForAConditionItself() {
    Bundles bundle = Bundles.transaction();
    for (int i = 3; i > 0; i--) {
      bundle.post(
          identified("chain" + i)
              .replace(
                  "'active'",
                  "'link':[{'type':'refer','other':{'reference':'Patient?identifier=urn:t|"
                      + id
                      + "chain"
                      + (i - 1)
                      + "'}}],'active'"));
    }
    JsonNode answer = accepted(bundle.post(identified("chain0")));
    List<String> keys = Bundles.keys(answer);

    for (int i = 0; i < 3; i++) {
      assertEquals(keys.get(i + 1), link(Bundles.resource(answer, i)));
    }
  }

  @Test
  void ofConditionsAreRefusedIfTheyFindNothingOrMany() {
    for (String name : List.of("many1", "many2")) {
      client
          .put(
              "Patient/" + id + name,
              identified(name)
                  .replace("'value':'" + id + name, "'value':'" + id + "many")
                  .replace('\'', '"'))
          .expect(201);
    }
    String nothing = "Patient?identifier=urn:t|" + id + "nothing";
    String many = "Patient?identifier=urn:t|" + id + "many";

    for (String query : List.of(nothing, many)) {
      JsonNode outcome =
          client
              .post(
                  "",
                  Bundles.transaction().post(identified("witness")).post(linked(query)).toString())
              .expect(400)
              .json();
      assertEquals("processing", outcome.path("issue").path(0).path("code").asText());
      assertEquals("invalid", outcome.path("issue").path(1).path("code").asText());
      assertTrue(outcome.path("issue").path(1).path("diagnostics").asText().contains(query));
      JsonNode witness =
          client.get("Patient?identifier=urn:t%7C" + id + "witness").expect(200).json();
      assertEquals(0, witness.path("total").asInt());
    }
  }

  @Test
  void ofConditionsAreRefusedIfTheCriteriaAreNotUnderstood() {
    for (String query : List.of("Patient?foo=1", "Patient?_count=1", "Patient?name:foo=x")) {
      int status = client.post("", Bundles.transaction().post(linked(query)).toString()).status();

      assertTrue(status == 400 || status == 412, query + ": " + status);
    }
  }

  private JsonNode accepted(Bundles bundle) {
    return client.post("", bundle.toString()).expect(200).json();
  }

  private static String linked(String reference) {
    return "{'resourceType':'Patient','link':[{'type':'refer','other':{'reference':'"
        + reference
        + "'}}]}";
  }

  private String identified(String value) {
    return "{'resourceType':'Patient','id':'%s','active':true,'identifier':[{'system':'urn:t','value':'%s'}]}"
        .formatted(id + value, id + value);
  }

  private static String link(JsonNode patient) {
    return patient.path("link").path(0).path("other").path("reference").asText();
  }
}
