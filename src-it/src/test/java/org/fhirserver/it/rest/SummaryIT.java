package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Summaries and chosen elements: §10.5 to §10.7 and §2.6.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#summary">Summary</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#elements">Elements</a>
 */
@HttpTest
class SummaryIT {
  private static final String PATH = "Observation/summary";
  private static final String OBSERVATION =
      "{\"resourceType\":\"Observation\",\"id\":\"summary\",\"meta\":{\"tag\":[{\"system\":"
          + "\"http://example.org/it\",\"code\":\"own\"}]},\"language\":\"en\",\"text\":{"
          + "\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x"
          + "</div>\"},\"status\":\"final\",\"code\":{\"text\":\"pulse\"},\"valueQuantity\":{"
          + "\"value\":61.50},\"note\":[{\"text\":\"n\"}]}";
  private static final String SUBSETTED = "SUBSETTED";

  private final FhirClient client;

  SummaryIT(FhirClient client) {
    this.client = client;
  }

  @BeforeEach
  void storeObservation() {
    client.put(PATH, OBSERVATION);
  }

  @ParameterizedTest
  @DisplayName("§10.5, §10.6, §2.6 read, vread, search and XML show what is asked for")
  @CsvSource(
      delimiter = '|',
      value = {
        "_summary=true | code,id,meta,status,valueQuantity",
        "_summary=text | code,id,meta,status,text",
        "_summary=data | code,id,language,meta,note,status,valueQuantity",
        "_elements=note | code,id,meta,note,status",
        "_elements=Observation.note,value,nonsense | code,id,meta,note,status,valueQuantity",
        "_elements=note&_summary=false | code,id,meta,note,status",
        "_elements=nonsense | code,id,meta,status",
      })
  void showsWhatIsAskedFor(String query, String names) {
    for (String path : List.of(PATH + "?", PATH + "/_history/1?")) {
      assertPart(names, client.get(path + query).expect(200).json());
    }
    JsonNode bundle = client.get("Observation?_id=summary&" + query).expect(200).json();
    assertPart(names, bundle.path("entry").path(0).path("resource"));
    assertFalse(bundle.path("meta").has("tag"), bundle.toString());
    String self = bundle.path("link").path(0).path("url").asText();
    assertTrue(self.contains(query.substring(0, query.indexOf('='))), self);
    String xml = client.get(PATH + "?_format=xml&" + query).expect(200).body();
    for (String name : names.split(",")) {
      assertTrue(xml.contains("<" + name), xml);
    }
    assertTrue(xml.contains("<code value=\"SUBSETTED\"/>"), xml);
  }

  @Test
  @DisplayName("§10.5 _summary=false shows the whole resource, without tag")
  void falseShowsTheWhole() {
    assertEquals(
        client.get(PATH).expect(200).body(),
        client.get(PATH + "?_summary=false").expect(200).body());
    assertFalse(client.get(PATH).body().contains(SUBSETTED));
  }

  @Test
  @DisplayName("§10.5 _summary=count counts searches and has no sense for a resource")
  void countHasNoSenseForOneResource() {
    assertEquals(
        1, client.get("Observation?_id=summary&_summary=count").json().path("total").asInt());
    assertOutcome(client.get(PATH + "?_summary=count"), 400, "invalid");
  }

  @ParameterizedTest
  @DisplayName("§10.5, §10.6 other values are refused, and both parameters together")
  @ValueSource(
      strings = {
        "_summary=",
        "_summary=xyz",
        "_summary=_count",
        "_summary=TRUE",
        "_elements=",
        "_elements=%20",
        "_elements=note&_summary=true",
        "_elements=note&_summary=count"
      })
  void otherValuesAreRefused(String query) {
    for (String path : List.of(PATH + "?", PATH + "/_history/1?", "Observation?")) {
      JsonNode issue = assertOutcome(client.get(path + query), 400, "invalid");
      assertTrue(
          issue.path("diagnostics").asText().contains(query.substring(0, query.indexOf('='))),
          issue.toString());
    }
  }

  @Test
  @DisplayName("§10.5, §10.6 the CapabilityStatement can be seen in part")
  void capabilityStatementCanBeSeenInPart() {
    JsonNode part = client.get("metadata?_elements=software").expect(200).json();

    assertEquals("FHIR Server", part.path("software").path("name").asText());
    assertFalse(part.has("rest"));
    assertTrue(part.has("fhirVersion"), part.toString());
    assertTrue(isSubsetted(part));
    assertTrue(isSubsetted(client.get("metadata?_summary=true").expect(200).json()));
  }

  @Test
  @DisplayName("§10.7 a part cannot be stored for the whole")
  void partCannotBeStoredForTheWhole() {
    FhirResponse part = client.get(PATH + "?_summary=true").expect(200);

    assertOutcome(client.put(PATH, part.body()), 400, "business-rule");
    assertOutcome(client.post("Observation", part.body()), 400, "business-rule");
    assertFalse(client.get(PATH).expect(200).body().contains(SUBSETTED));
  }

  private static void assertPart(String names, JsonNode resource) {
    Set<String> found = new TreeSet<>();
    resource.fieldNames().forEachRemaining(found::add);
    found.remove("resourceType");
    assertEquals(names, String.join(",", found));
    assertTrue(isSubsetted(resource), resource.toString());
    assertTrue(resource.path("meta").toString().contains("\"own\""), resource.toString());
    assertTrue(resource.path("meta").has("versionId"), resource.toString());
    if (resource.has("valueQuantity")) {
      assertTrue(resource.path("valueQuantity").path("value").asText().startsWith("61.5"));
    }
  }

  private static boolean isSubsetted(JsonNode resource) {
    return resource.path("meta").path("tag").toString().contains("\"" + SUBSETTED + "\"");
  }
}
