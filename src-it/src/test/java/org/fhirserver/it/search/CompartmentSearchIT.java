package org.fhirserver.it.search;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches in compartments: §8.10. */
@HttpTest
class CompartmentSearchIT {
  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8) + "-";

  CompartmentSearchIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeEach
  void storeARecord() {
    put("Patient", "p", "'active':true");
    put("Patient", "linked", "'link':[{'type':'seealso','other':" + to("Patient", "p") + "}]");
    put("RelatedPerson", "rel", "'patient':" + to("Patient", "p"));
    put("Practitioner", "doc", "'active':true");
    put("Device", "dev", "'patient':" + to("Patient", "p"));
    put("Encounter", "e", encounter() + "'subject':" + to("Patient", "p"));
    put(
        "Observation",
        "o1",
        observation("a", "2020")
            + "'subject':"
            + to("Patient", "p")
            + ",'performer':["
            + to("Patient", "p")
            + "],'encounter':"
            + to("Encounter", "e"));
    put("Observation", "o2", observation("b", "2019") + "'performer':[" + to("Patient", "p") + "]");
    put("Observation", "o3", observation("b", "2018") + "'subject':" + to("Patient", "p"));
    put(
        "Observation",
        "other",
        observation("b", "2017")
            + "'subject':"
            + to("Patient", "linked")
            + ",'device':"
            + to("Device", "dev")
            + ",'performer':["
            + to("Practitioner", "doc")
            + ","
            + to("RelatedPerson", "rel")
            + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Patient/{id}p/Observation => o1 o2 o3",
        "Patient/{id}p/Observation?code=b => o2 o3",
        "Patient/{id}p/Observation?code=b&date=ge2019 => o2",
        "Patient/{id}p/Observation?encounter._id={id}e => o1",
        "Patient/{id}p/Observation?_id={id}o1,{id}other => o1",
        "Patient/{id}p/* => e linked o1 o2 o3 p rel",
        "Patient/{id}p/*?_type=Observation,Encounter => e o1 o2 o3",
        "Patient/{id}p/*?_type=Observation,Encounter&_id={id}e => e",
        "Patient/{id}p/*?_type:not=Observation => e linked p rel",
        "Patient/{id}p/Patient => linked p",
        "Patient/{id}p/Observation?_type=Encounter => ''",
        "Patient/{id}none/Observation => ''",
        "Patient/{id}none/* => ''",
        "Encounter/{id}e/Observation => o1",
        "Encounter/{id}e/* => e o1",
        "Practitioner/{id}doc/Observation => other",
        "Practitioner/{id}doc/* => doc other",
        "RelatedPerson/{id}rel/Observation => other",
        "RelatedPerson/{id}rel/* => other rel",
        "Device/{id}dev/Observation => other",
        "Device/{id}dev/* => dev other",
        "Device/{id}dev/Device => dev",
      })
  void findsTheMembersOfEachCompartment(String path, String expected) {
    String url = path.replace("{id}", id) + (path.contains("?") ? "&" : "?");
    for (int count : new int[] {1, 2, 50}) {
      assertEquals(expected, searches.ids(url + "_count=" + count).replace(id, ""));
      assertEquals(
          expected, searches.ids(url + "_sort=-_lastUpdated&_count=" + count).replace(id, ""));
    }
    assertEquals(
        expected.isEmpty() ? 0 : expected.split(" ").length, searches.count(url + "_sort=_id"));
  }

  @Test
  void ordersAndPagesAsOtherSearches() {
    String path = "Patient/" + id + "p/Observation?_count=2&_sort=";

    assertEquals(List.of(id + "o3", id + "o2", id + "o1"), searches.idsInOrder(path + "date"));
    assertEquals(List.of(id + "o1", id + "o2", id + "o3"), searches.idsInOrder(path + "-date"));
    assertEquals(
        List.of(id + "o1", id + "o2", id + "o3"), searches.idsInOrder(path + "_lastUpdated"));
    assertEquals(
        List.of(id + "o1", id + "o2", id + "o3"),
        searches.idsInOrder("Patient/" + id + "p/Observation?_count=2"));
  }

  @Test
  void takesTheFormAndTheUrl() {
    JsonNode one =
        searches.form("Patient/" + id + "p/Observation?_count=1", "code=b").expect(200).json();
    JsonNode all = searches.form("Patient/" + id + "p/*", "_type=Observation").expect(200).json();

    assertEquals(List.of(id + "o2"), Searches.matches(one));
    String next = Searches.link(one, "next").orElseThrow();
    assertTrue(next.startsWith(client.base() + "Patient/" + id + "p/Observation?"), next);
    assertEquals(List.of(id + "o3"), Searches.matches(client.get(next).expect(200).json()));
    assertEquals(3, all.path("total").asInt());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient/x/Organization",
        "Patient/x/Foo",
        "Patient/x/Parameters",
        "Organization/x/Observation",
        "Organization/x/*",
        "Foo/x/Observation",
        "Patient/x/**",
        "Patient/x/observation",
        "Encounter/x/Patient",
        "Patient/x/Observation/y",
      })
  void hasNoCompartmentsBeyondTheDefinitions(String path) {
    assertOutcome(client.get(path), 404, "not-found");
  }

  @Test
  void refusesWhatIsNotUnderstood() {
    String path = "Patient/" + id + "p/*?_type=";

    assertTrue(searches.refusal(path + "foo").contains("'foo'"));
    assertTrue(searches.refusal(path + "Observation&subject=x&gender=y").contains("'gender'"));
    assertOutcome(client.get("Patient/a_b/Observation"), 400);
    assertOutcome(client.post("Patient/x/Observation", "{}"), 405);
    assertOutcome(client.get("Patient/x/Observation/_search"), 405);
    JsonNode warned =
        client.get(path + "foo,Encounter", "Prefer", "handling=lenient").expect(200).json();
    assertEquals(List.of(id + "e"), Searches.matches(warned));
    assertEquals("outcome", warned.path("entry").path(0).path("search").path("mode").asText());
  }

  @Test
  @DisplayName("§8.10 a deleted member leaves, a changed one too")
  void seesChangesAtOnce() {
    client.delete("Observation/" + id + "o1").expect(204);
    put("Observation", "o3", observation("b", "2018") + "'subject':" + to("Patient", "linked"));

    assertEquals(id + "o2", searches.ids("Patient/" + id + "p/Observation?_count=10"));
    assertFalse(searches.ids("Patient/" + id + "p/*?_count=10").contains("o1"));
  }

  private static String encounter() {
    return "'status':'planned','class':{'code':'AMB'},";
  }

  private static String observation(String code, String date) {
    return "'status':'final','code':{'coding':[{'code':'"
        + code
        + "'}]},'effectiveDateTime':'"
        + date
        + "',";
  }

  private String to(String type, String name) {
    return "{'reference':'" + type + "/" + id + name + "'}";
  }

  private void put(String type, String name, String content) {
    searches.put("{'resourceType':'" + type + "','id':'" + id + name + "'," + content + "}");
  }
}
