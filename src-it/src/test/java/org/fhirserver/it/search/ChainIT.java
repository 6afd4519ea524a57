package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches by what resources refer to and by what refers to them. */
@HttpTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainIT {
  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8);

  ChainIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeAll
  void store() {
    put("{'resourceType':'Organization','id':'~north','name':'North','address':[{'city':'Oslo'}]}");
    put("{'resourceType':'Organization','id':'~south','name':'South','address':[{'city':'Bari'}]}");
    put(
        "{'resourceType':'Patient','id':'~anna','gender':'female','name':[{'family':'Berg'}],"
            + "'managingOrganization':{'reference':'Organization/~north'}}");
    put(
        "{'resourceType':'Patient','id':'~carl','gender':'male','name':[{'family':'Dahl'}],"
            + "'managingOrganization':{'reference':'Organization/~south'}}");
    put("{'resourceType':'Patient','id':'~eve','gender':'female','name':[{'family':'Berg'}]}");
    observation("a1", "anna", "8480-6", 120);
    observation("a2", "anna", "8462-4", 80);
    observation("c1", "carl", "8480-6", 140);
    put(
        "{'resourceType':'Observation','id':'~x1','status':'final','code':{'text':'x'},"
            + "'subject':{'reference':'Patient/~gone'}}");
    put(
        "{'resourceType':'DiagnosticReport','id':'~r1','status':'final','code':{'coding':"
            + "[{'code':'panel'}]},'subject':{'reference':'Patient/~anna'},"
            + "'result':[{'reference':'Observation/~a1'},{'reference':'Observation/~a2'}]}");
    put(
        "{'resourceType':'Group','id':'~g1','type':'person','actual':true,"
            + "'member':[{'entity':{'reference':'Patient/~carl'}}]}");
    put(
        "{'resourceType':'List','id':'~l1','status':'current','mode':'working',"
            + "'entry':[{'item':{'reference':'Patient/~anna'}},"
            + "{'item':{'reference':'Observation/~c1'}}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Observation?patient.family=berg => a1 a2",
        "Observation?subject:Patient.family=dahl => c1",
        "Observation?subject.family=berg,dahl => a1 a2 c1",
        "Observation?patient.gender:not=female => c1",
        "Observation?patient._id=~anna => a1 a2",
        "Observation?patient.organization:missing=false => a1 a2 c1",
        "Observation?patient.organization.name=north => a1 a2",
        "Observation?patient.organization.address-city:exact=Bari&code=8480-6 => c1",
        "DiagnosticReport?result.subject:Patient.organization.address-city=oslo => r1",
        "Patient?_has:Observation:patient:code=8480-6 => anna carl",
        "Patient?_has:Observation:patient:code-value-quantity=8480-6$gt130 => carl",
        "Patient?_has:Observation:patient:_has:DiagnosticReport:result:code=panel => anna",
        "Patient?_has:Observation:subject:subject:Patient.family=berg => anna",
        "Patient?family=berg&_has:Observation:patient:code=8480-6 => anna",
        "Observation?patient._has:Group:member:_id=~g1 => c1",
        "Observation?patient.name=nobody => ''",
        "Patient?_has:Observation:patient:code=nothing => ''",
        "Patient?_list=~l1 => anna",
        "Observation?_list=List/~l1 => c1",
        "Patient?_list=~unknown => ''",
        "Observation?patient.family=berg&_sort=-value-quantity => a1 a2",
      })
  void findsByWhatIsReferredToAndWhatRefers(String query, String expected) {
    assertEquals(expected, searches.ids(query.replace("~", id)).replace(id, ""));
  }

  @Test
  void countsWhatItFinds() {
    assertEquals(2, searches.count("Patient?_has:Observation:patient:code=8480-6"));
    assertEquals(2, searches.count("Observation?patient.family=berg"));
    assertEquals(0, searches.count("Observation?patient.family=nobody"));
  }

  @Test
  void linksToThePagesOfAChain() {
    List<JsonNode> pages =
        searches.pages("Observation?patient.family=berg&_count=1&" + searches.own());

    assertEquals(2, pages.size());
    assertTrue(
        Searches.link(pages.get(0), "self").orElseThrow().contains("patient.family=berg"),
        pages.get(0).toString());
  }

  @Test
  void followsTheReferencesOfTheCurrentVersionsOnly() {
    put("{'resourceType':'Patient','id':'~once','name':[{'family':'Early'}]}");
    observation("o1", "once", "8867-4", 1);
    assertEquals(id + "o1", searches.ids("Observation?patient.family=early"));
    assertEquals(id + "once", searches.ids("Patient?_has:Observation:patient:code=8867-4"));

    put("{'resourceType':'Patient','id':'~once','name':[{'family':'Late'}]}");
    assertEquals("", searches.ids("Observation?patient.family=early"));
    assertEquals(id + "o1", searches.ids("Observation?patient.family=late"));

    client.delete("Observation/" + id + "o1").expect(204);
    assertEquals("", searches.ids("Patient?_has:Observation:patient:code=8867-4"));
    observation("o1", "once", "8867-4", 1);
    client.delete("Patient/" + id + "once").expect(204);
    assertEquals("", searches.ids("Observation?patient.family=late"));
  }

  /** Of ways from group to group by common members there are more than any machine could walk. */
  @Test
  void looksAtEachResourceOnceHoweverManyWaysLeadToIt() {
    int patients = 260;
    int groups = 40;
    String member = ",{'entity':{'reference':'Patient/~many%d'}}";
    StringBuilder members = new StringBuilder();
    List<String> resources = new ArrayList<>();
    for (int i = 0; i < patients; i++) {
      resources.add("{'resourceType':'Patient','id':'~many%d'}".formatted(i));
      members.append(member.formatted(i));
    }
    for (int i = 0; i < groups; i++) {
      resources.add(
          "{'resourceType':'Group','id':'~many%d','type':'person','actual':true,'member':[%s]}"
              .formatted(i, members.substring(1)));
    }
    searches.putAll(resources.stream().map(json -> json.replace("~", id)).toList());

    String groupsOfMembers = "_has:Group:member:member:Patient.".repeat(4);
    String found = "Patient?" + groupsOfMembers + "_has:Group:member:_id=" + id + "many0";
    assertEquals(patients, searches.count(found));
    assertEquals(patients, searches.idsInOrder(found + "&_sort=birthdate&_count=200").size());
  }

  @Test
  void decidesConditionalCreatesByChains() {
    String condition = "subject:Patient.family=dahl&code=8480-6&" + searches.own();
    String body =
        searches.tagged("{'resourceType':'Observation','status':'final','code':{'text':'x'}}");

    client.post("Observation", body, "If-None-Exist", condition).expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Observation?patient.foo=x, patient.foo",
    "Observation?code.text=x, code",
    "Patient?_has:Observation=x, _has:Observation",
    "Patient?_has:Foo:patient:code=x, Foo",
    "Patient?_list=$current-problems, _list",
    "Observation?patient.birthdate=x, birthdate",
  })
  void namesWhatLeadsNowhere(String query, String name) {
    assertTrue(searches.refusal(query).contains(name), searches.refusal(query));
  }

  private void observation(String suffix, String patient, String code, int value) {
    put(
        """
        {'resourceType':'Observation','id':'~%s','status':'final',
         'code':{'coding':[{'system':'http://loinc.org','code':'%s'}]},
         'subject':{'reference':'Patient/~%s'},
         'valueQuantity':{'value':%d,'system':'http://unitsofmeasure.org','code':'mm[Hg]'}}
        """
            .formatted(suffix, code, patient, value));
  }

  private void put(String json) {
    searches.put(json.replace("~", id));
  }
}
