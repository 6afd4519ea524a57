package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Searches with modifiers of tokens, references and URIs.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">Modifiers</a>
 */
@HttpTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModifierIT {
  private static final String LONG_URL = "http://example.org/long/" + "x".repeat(250);

  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8) + "-";

  ModifierIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeAll
  void store() {
    put(
        "Patient",
        "mrn",
        "'identifier':[{'system':'urn:hospital','value':'446053','type':{'text':'Krankenblatt',"
            + "'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v2-0203','code':'MR',"
            + "'display':'Medical Record Number'}]}}]");
    put(
        "Patient",
        "ss",
        "'identifier':[{'system':'urn:state','value':'446053','type':{'coding':[{'system':"
            + "'http://terminology.hl7.org/CodeSystem/v2-0203','code':'SS'}]}}]");
    put("Patient", "untyped", "'identifier':[{'value':'446053'}]");
    put(
        "Observation",
        "weight",
        "'status':'final','code':{'text':'Körpergewicht','coding':[{'system':'http://loinc.org',"
            + "'code':'29463-7','display':'Body Weight'}]},'subject':{'reference':'Patient/"
            + (id + "mrn','identifier':{'system':'urn:hospital','value':'446053'}},")
            + "'category':[{'coding':[{'code':'vital-signs','display':'Vital Signs'}]},"
            + "{'coding':[{'code':'vital-signs','display':'Vitalwerte'}]}]");
    put(
        "Observation",
        "words",
        "'status':'final','code':{'text':'Body temperature, by hand'},"
            + "'subject':{'identifier':{'value':'446053'}}");
    put(
        "Observation",
        "device",
        "'status':'final','code':{'coding':[{'code':'x'}]},'subject':{'type':'Device',"
            + "'identifier':{'system':'urn:hospital','value':'446053'}}");
    put("ValueSet", "root", "'status':'draft','url':'http://example.org/vs/rdf#54135-9'");
    put("ValueSet", "child", "'status':'draft','url':'http://example.org/vs/rdf#54135-9-9'");
    put(
        "ValueSet",
        "grandchild",
        "'status':'draft','url':'http://example.org/vs/rdf#54135-9-9-10'");
    put("ValueSet", "urn", "'status':'draft','url':'urn:oid:1.2.3'");
    put("ValueSet", "long-a", "'status':'draft','url':'" + LONG_URL + "/a'");
    put("ValueSet", "long-b", "'status':'draft','url':'" + LONG_URL + "/b'");
    put(
        "Encounter",
        "profiled",
        "'status':'finished','class':{'code':'AMB','display':'Ambulant'},"
            + "'meta':{'profile':['http://example.org/p/encounter|1.0.1#part']}");
  }

  private void put(String type, String name, String content) {
    searches.put("{'resourceType':'" + type + "','id':'" + id + name + "'," + content + "}");
  }

  private String found(String query) {
    return searches.ids(query).replace(id, "");
  }

  private static String encoded(String query) {
    int equals = query.indexOf('=');
    return query.substring(0, equals + 1) + Searches.encoded(query.substring(equals + 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Observation?code:text=Body => weight words",
        "Observation?code:text=body W => weight",
        "Observation?code:text=KORPER => weight",
        "Observation?code:text=gewicht => ''",
        "Observation?code:text=body temperature\\, by => words",
        "Observation?code:text=nothing,körper,temp => weight",
        "Observation?code:text=29463 => ''",
        "Observation?category:text=vitalw => weight",
        "Observation?category:text=vital s => weight",
        "Observation?combo-code:text=body w => weight",
        "Patient?identifier:text=medical => mrn",
        "Patient?identifier:text=krankenblatt => mrn",
        "Encounter?class:text=ambu => profiled",
      })
  void findsByTextOfCode(String query, String names) {
    assertEquals(names, found(encoded(query)));
  }

  @Test
  void countsTextsAsPresentButNotAsCodes() {
    assertEquals("device weight words", found("Observation?code:missing=false"));
    assertEquals("", found("Observation?code:missing=true"));
    assertEquals("device words", found("Observation?code:not=29463-7"));
    assertEquals(
        Stream.of("weight", "device", "words").map(name -> id + name).toList(),
        searches.idsInOrder("Observation?_sort=code"));
    assertEquals(1, searches.count("Observation?category=vital-signs"));
    assertEquals(1, searches.count("Observation?category=%7Cvital-signs"));
  }

  @Test
  void followsTextsThatChange() {
    Searches own = new Searches(client);
    String encounter = "{'resourceType':'Encounter','id':'" + id + "renamed','status':'planned',";
    String texts = "Encounter?class:text=one,two,three";
    for (String text : List.of("one", "two", "three")) {
      own.put(encounter + "'class':{'code':'IMP','display':'" + text + "'}}");

      assertEquals(id + "renamed", own.ids("Encounter?class:text=" + text));
      assertEquals(id + "renamed", own.ids("Encounter?class=IMP"));
    }
    assertEquals("", own.ids("Encounter?class:text=one,two"));

    own.put(encounter + "'class':{'code':'IMP'}}");
    assertEquals("", own.ids(texts));

    own.put(encounter + "'class':{'display':'three'}}");
    assertEquals(id + "renamed", own.ids(texts));
    assertEquals("", own.ids("Encounter?class=IMP"));

    client.delete("Encounter/" + id + "renamed").expect(204);
    assertEquals("", own.ids(texts));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "http://terminology.hl7.org/CodeSystem/v2-0203|MR|446053 => mrn",
        "http://terminology.hl7.org/CodeSystem/v2-0203|SS|446053 => ss",
        "http://terminology.hl7.org/CodeSystem/v2-0203|MR|446053,x|y|z => mrn",
        "http://terminology.hl7.org/CodeSystem/v2-0203|MR|44605 => ''",
        "urn:hospital|MR|446053 => ''",
      })
  void findsByIdentifierOfType(String value, String names) {
    assertEquals(names, found("Patient?identifier:of-type=" + Searches.encoded(value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "subject:identifier=urn:hospital|446053 => device weight",
        "subject:identifier=446053 => device weight words",
        "subject:identifier=|446053 => words",
        "subject:identifier=urn:hospital| => device weight",
        "patient:identifier=446053 => weight words",
        "subject:identifier=x,446054 => ''",
        "subject=446053 => ''",
        "subject:missing=true => ''",
        "patient:missing=true => device",
        "patient:missing=false => weight words",
      })
  void findsByIdentifierOfReference(String query, String names) {
    assertEquals(names, found(encoded("Observation?" + query)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "ValueSet?url:below=http://example.org/vs/ => child grandchild root",
        "ValueSet?url:below=http://example.org/vs/rdf#54135-9-9 => child grandchild",
        "ValueSet?url:below=http => child grandchild long-a long-b root",
        "ValueSet?url:below=urn => ''",
        "ValueSet?url:below=urn:oid:1.2 => ''",
        "ValueSet?url:below=HTTP => ''",
        "ValueSet?url:above=http://example.org/vs/rdf#54135-9-9-10 => child grandchild root",
        "ValueSet?url:above=http://example.org/vs/rdf#54135-9-8 => root",
        "ValueSet?url:above=urn:oid:1.2.3.4 => ''",
        "Encounter?_profile=http://example.org/p/encounter => profiled",
        "Encounter?_profile=http://example.org/p/encounter|1.0.1 => profiled",
        "Encounter?_profile=http://example.org/p/encounter|1.0.1#other => profiled",
        "Encounter?_profile=http://example.org/p/encounter|1.0 => ''",
        "Encounter?_profile:below=http://example.org/p/encounter|1.0 => profiled",
        "Encounter?_profile:above=http://example.org/p/encounter/special => profiled",
      })
  void findsByHierarchyOfUris(String query, String names) {
    assertEquals(names, found(encoded(query)));
  }

  @Test
  void comparesLongUrisToTheirEnd() {
    assertEquals("long-a long-b", found("ValueSet?url:below=" + LONG_URL));
    assertEquals("long-b", found("ValueSet?url:below=" + LONG_URL + "/b"));
    assertEquals("long-a", found("ValueSet?url:above=" + LONG_URL + "/a/c"));
  }

  @Test
  void excludesByIdAndByAnyToken() {
    assertEquals("ss untyped", found("Patient?_id:not=" + id + "mrn"));
    assertEquals("untyped", found("Patient?_id:not=" + id + "mrn," + id + "ss"));
    assertEquals("untyped", found("Patient?identifier:not=urn:hospital%7C,urn:state%7C446053"));
    assertEquals("", found("Patient?_tag:not=" + searches.own().replaceFirst(".*=", "")));
  }

  @Test
  void combinesModifiersInChains() {
    String mrn = Searches.encoded("http://terminology.hl7.org/CodeSystem/v2-0203|MR|446053");
    assertEquals("weight", found("Observation?subject:Patient.identifier:of-type=" + mrn));
    assertEquals("mrn", found("Patient?_has:Observation:patient:code:text=body"));
  }

  @Test
  void acceptsThatContainedResourcesAreNotSearched() {
    assertEquals("mrn", found("Patient?_contained=false&identifier=urn:hospital%7C446053"));
    for (String refused : new String[] {"_contained=true", "_contained=both"}) {
      String refusal = searches.refusal("Patient?" + refused);
      assertTrue(refusal.contains("_contained"), refusal);
    }
    assertTrue(searches.refusal("Patient?_containedType=container").contains("_containedType"));
    assertTrue(searches.refusal("Patient?_query=current").contains("_query"));
  }
}
