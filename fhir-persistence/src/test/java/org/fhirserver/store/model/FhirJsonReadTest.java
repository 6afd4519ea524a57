package org.fhirserver.store.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class FhirJsonReadTest {
  private static final String OBSERVATION =
      "'resourceType':'Observation','status':'final','code':{'text':'x'}";

  private final FhirJson json = new FhirJson(FhirDefinitions.load());

  private Element read(String text) {
    return json.read(text.replace('\'', '"').getBytes(UTF_8));
  }

  private List<Issue> issues(String text) {
    FhirException refusal = assertThrows(FhirException.class, () -> read(text));
    assertEquals(FhirException.Category.INVALID, refusal.category());
    return refusal.issues();
  }

  private void refuses(String text, String code, String diagnostics, String expression) {
    assertEquals(List.of(Issue.error(code, diagnostics, expression)), issues(text));
  }

  private void refusesPatient(
      String properties, String code, String diagnostics, String expression) {
    refuses("{'resourceType':'Patient'," + properties + "}", code, diagnostics, expression);
  }

  private void refusesWhole(String text, String diagnostics) {
    assertEquals(List.of(Issue.error("structure", diagnostics)), issues(text));
  }

  @Test
  void resourceIsAnObject() {
    refusesWhole("[]", "A resource must be a JSON object");
    refusesWhole("", "A resource must be a JSON object");
    refusesWhole("null", "A resource must be a JSON object");
  }

  @Test
  void nothingStandsBehindTheResource() {
    refusesWhole("{'resourceType':'Patient'} {}", "There is more text behind the resource");
  }

  @Test
  void malformedTextIsRefusedWithItsPlaceButNotItsContent() {
    refusesWhole(
        "{'resourceType':'Patient',\n'active':secret}",
        "The JSON is malformed at line 2, column 10");
    assertEquals("structure", issues("{'resourceType':'Patient','id':").get(0).code());
    assertEquals("structure", issues("{'resourceType':'Patient',}").get(0).code());
    assertEquals("structure", issues("{'resourceType':'Patient','id':NaN}").get(0).code());
    assertEquals("structure", issues("{'resourceType':'Patient'/* */}").get(0).code());
    assertEquals("structure", issues("{'multipleBirthInteger':01}").get(0).code());
  }

  @Test
  void otherEncodingsAreRefused() {
    String text = "{\"resourceType\":\"Patient\",\"language\":\"ä\"}";
    assertThrows(FhirException.class, () -> json.read(text.getBytes(ISO_8859_1)));
    assertThrows(FhirException.class, () -> json.read(text.getBytes(UTF_16)));
  }

  @Test
  void resourceTypeIsNamed() {
    refusesWhole("{}", "A resource must name its type in 'resourceType'");
    refusesWhole("{'id':'a'}", "A resource must name its type in 'resourceType'");
    refusesWhole("{'resourceType':5}", "A resource must name its type in 'resourceType'");
    refusesWhole(
        "{'name':{'resourceType':'Patient'}}", "A resource must name its type in 'resourceType'");
  }

  @Test
  void resourceTypeIsKnownAndConcrete() {
    refusesWhole("{'resourceType':'patient'}", "Unknown resource type 'patient'");
    refusesWhole("{'resourceType':'DomainResource'}", "Unknown resource type 'DomainResource'");
    refusesWhole("{'resourceType':'HumanName'}", "Unknown resource type 'HumanName'");
    refusesWhole(
        "{'resourceType':'" + "x".repeat(1000) + "'}",
        "Unknown resource type '" + "x".repeat(40) + "...'");
  }

  @Test
  void resourceTypeMayStandAnywhere() {
    Element bundle =
        read(
            "{'type':'collection','entry':[{'resource':{'contained':[{'id':'a','resourceType':"
                + "'Patient'}],'id':'b','resourceType':'Basic','code':{'text':'x'}}},"
                + "{'resource':{'resourceType':'Group','type':'person','actual':true}}],"
                + "'resourceType':'Bundle'}");
    assertEquals("Bundle", bundle.type().name());
    List<Element> entries = bundle.children("entry");
    Element basic = entries.get(0).child("resource").orElseThrow();
    assertEquals("Basic", basic.type().name());
    assertEquals("Patient", basic.child("contained").orElseThrow().type().name());
    assertEquals("Group", entries.get(1).child("resource").orElseThrow().type().name());
  }

  @Test
  void resourceTypeStandsOnce() {
    refusesPatient(
        "'resourceType':'Patient'", "structure", "'resourceType' is given twice", "Patient");
  }

  @Test
  void partOfAnArrayOfBytesIsRead() {
    byte[] bytes = "xyz{\"id\":\"a\",\"resourceType\":\"Patient\"},{}".getBytes(UTF_8);
    Element patient = json.readPart(bytes, 3, bytes.length - 6);
    assertEquals(Optional.of("a"), patient.childValue("id"));
    assertEquals("Patient", patient.type().name());
  }

  @Test
  void unknownElementIsRefused() {
    refusesPatient("'foo':[{}]", "structure", "Unknown element 'foo' in Patient", "Patient");
    refusesPatient(
        "'name':[{'family':'a'},{'foo':1,'family':'b'}]",
        "structure",
        "Unknown element 'foo' in HumanName",
        "Patient.name[1]");
    refusesPatient(
        "'_name':[{'id':'a'}]", "structure", "Unknown element '_name' in Patient", "Patient");
    refusesPatient(
        "'fhir_comments':['a']",
        "structure",
        "Unknown element 'fhir_comments' in Patient",
        "Patient");
    refusesPatient(
        "'name':[{'family':'a','resourceType':'HumanName'}]",
        "structure",
        "Unknown element 'resourceType' in HumanName",
        "Patient.name[0]");
  }

  @Test
  void choiceNeedsAllowedType() {
    refusesPatient(
        "'deceasedString':'yes'",
        "structure",
        "Unknown element 'deceasedString' in Patient",
        "Patient");
    refusesPatient(
        "'deceased':true", "structure", "Unknown element 'deceased' in Patient", "Patient");
  }

  @Test
  void elementIsGivenOnce() {
    refusesPatient(
        "'active':true,'active':true",
        "structure",
        "Element 'active' is given twice",
        "Patient.active");
    refusesPatient(
        "'name':[{'family':'a'}],'name':[{'family':'b'}]",
        "structure",
        "Element 'name' is given twice",
        "Patient.name");
    refusesPatient(
        "'_active':{'id':'a'},'active':true,'_active':{'id':'a'}",
        "structure",
        "Element '_active' is given twice",
        "Patient.active");
  }

  @Test
  void onlyOneTypeOfAChoiceIsGiven() {
    refusesPatient(
        "'deceasedBoolean':true,'deceasedDateTime':'2020'",
        "structure",
        "Only one 'deceased[x]' may be given, not also 'deceasedDateTime'",
        "Patient.deceased");
    refusesPatient(
        "'deceasedBoolean':true,'_deceasedDateTime':{'extension':[{'url':'a','valueCode':'b'}]}",
        "structure",
        "Only one 'deceased[x]' may be given, not also '_deceasedDateTime'",
        "Patient.deceased");
    refusesPatient(
        "'_deceasedDateTime':{'extension':[{'url':'a','valueCode':'b'}]},'deceasedBoolean':true",
        "structure",
        "Only one 'deceased[x]' may be given, not also 'deceasedBoolean'",
        "Patient.deceased");
  }

  @Test
  void jsonTypeFitsTheElement() {
    refusesPatient(
        "'name':{'family':'a'}", "structure", "Element 'name' must be an array", "Patient.name");
    refusesPatient(
        "'name':['a']", "structure", "Element 'name' must be an object", "Patient.name[0]");
    refusesPatient(
        "'maritalStatus':[{'text':'a'}]",
        "structure",
        "Element 'maritalStatus' must be an object",
        "Patient.maritalStatus");
    refusesPatient(
        "'active':'true'", "structure", "Element 'active' must be true or false", "Patient.active");
    refusesPatient(
        "'birthDate':2020",
        "structure",
        "Element 'birthDate' must be a string",
        "Patient.birthDate");
    refusesPatient(
        "'multipleBirthInteger':'2'",
        "structure",
        "Element 'multipleBirthInteger' must be a number",
        "Patient.multipleBirth");
    refusesPatient(
        "'name':[{'given':[{'value':'a'}]}]",
        "structure",
        "Element 'given' must be a string",
        "Patient.name[0].given[0]");
    refusesPatient(
        "'contained':['a']",
        "structure",
        "Element 'contained' must be an object",
        "Patient.contained[0]");
  }

  @Test
  void mandatoryElementsAreThere() {
    assertEquals(
        List.of(
            Issue.error(
                "required", "Element 'status' is missing in Observation", "Observation.status"),
            Issue.error(
                "required", "Element 'code' is missing in Observation", "Observation.code")),
        issues("{'resourceType':'Observation'}"));
    refuses(
        "{'resourceType':'MedicationRequest','status':'active','intent':'order',"
            + "'subject':{'display':'a'}}",
        "required",
        "Element 'medication[x]' is missing in MedicationRequest",
        "MedicationRequest.medication");
    refuses(
        "{" + OBSERVATION + ",'component':[{'code':{'text':'a'}},{'valueString':'a'}]}",
        "required",
        "Element 'code' is missing in Observation.component",
        "Observation.component[1].code");
  }

  @Test
  void mandatoryPrimitiveMayHaveAnExtensionInPlaceOfItsValue() {
    Element observation =
        read(
            "{'resourceType':'Observation','code':{'text':'x'},'_status':{'extension':"
                + "[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason',"
                + "'valueCode':'unknown'}]}}");
    assertEquals(Optional.empty(), observation.childValue("status"));
    assertEquals(1, observation.child("status").orElseThrow().children("extension").size());
  }

  @Test
  void emptyObjectsArraysAndStringsAreRefused() {
    refusesPatient("'name':[]", "structure", "Element 'name' must not be empty", "Patient.name");
    refusesPatient(
        "'name':[{}]", "structure", "Element 'name' must not be empty", "Patient.name[0]");
    refusesPatient(
        "'birthDate':''", "value", "Element 'birthDate' must not be empty", "Patient.birthDate");
    refusesPatient(
        "'_birthDate':{}",
        "structure",
        "Element 'birthDate' must not be empty",
        "Patient.birthDate");
    refusesPatient(
        "'name':[{'given':[]}]",
        "structure",
        "Element 'given' must not be empty",
        "Patient.name[0].given");
    refusesPatient(
        "'name':[{'_given':[]}]",
        "structure",
        "Element '_given' must not be empty",
        "Patient.name[0].given");
  }

  @Test
  void elementHasMoreThanAnId() {
    refusesPatient(
        "'name':[{'id':'a'}]",
        "invariant",
        "Element 'name' has nothing but an id (rule ele-1)",
        "Patient.name[0]");
    refusesPatient(
        "'_birthDate':{'id':'a'}",
        "invariant",
        "Element 'birthDate' has neither value nor extension (rule ele-1)",
        "Patient.birthDate");
    read("{'resourceType':'Patient','id':'a'}");
    read("{'resourceType':'Patient','_birthDate':{'id':'a'},'birthDate':'2020'}");
  }

  @Test
  void nullStandsOnlyInPairedArrays() {
    refusesPatient(
        "'active':null", "structure", "Element 'active' must not be null", "Patient.active");
    refusesPatient("'name':null", "structure", "Element 'name' must be an array", "Patient.name");
    refusesPatient(
        "'name':[null]", "structure", "Element 'name' must be an object", "Patient.name[0]");
    refusesPatient(
        "'_birthDate':null",
        "structure",
        "Element 'birthDate' must be an object",
        "Patient.birthDate");
    refusesPatient(
        "'name':[{'given':['a',null]}]",
        "invariant",
        "Element 'given' has neither value nor extension (rule ele-1)",
        "Patient.name[0].given[1]");
    refusesPatient(
        "'name':[{'given':['a',null],'_given':[{'id':'a'},null]}]",
        "invariant",
        "Element 'given' has neither value nor extension (rule ele-1)",
        "Patient.name[0].given[1]");
    refusesPatient(
        "'name':[{'given':['a'],'_given':[null]}]",
        "structure",
        "Element '_given' has nothing but null",
        "Patient.name[0].given");
  }

  @Test
  void pairedArraysAreJoinedInEitherOrder() {
    String extension = "{'extension':[{'url':'http://example.org','valueBoolean':true}]}";
    for (String names :
        List.of(
            "'given':['a',null,'c'],'family':'f','_given':[null," + extension + ",null]",
            "'_given':[null," + extension + ",null],'family':'f','given':['a',null,'c']",
            "'_given':[null," + extension + "],'family':'f','given':['a',null,'c']")) {
      Element name =
          read("{'resourceType':'Patient','name':[{" + names + "}]}").child("name").orElseThrow();
      List<Element> given = name.children("given");
      assertEquals(
          List.of(Optional.of("a"), Optional.empty(), Optional.of("c")),
          given.stream().map(Element::value).toList());
      assertEquals(List.of(0, 1, 0), given.stream().map(each -> each.children().size()).toList());
      assertEquals(Optional.of("f"), name.childValue("family"));
    }
  }

  @Test
  void pairedArraysOfHostileLengthsAreJoinedCheaply() {
    String prefixes = "'a',".repeat(500_000) + "'a'";
    String nulls = "null,".repeat(500_000) + "{'extension':[{'url':'a','valueCode':'b'}]}";
    String text =
        "{'resourceType':'Patient','name':[{'given':['a'],'prefix':["
            + prefixes
            + "],'_given':["
            + nulls
            + "]}]}";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertEquals(20, issues(text).size()));
  }

  @Test
  void valueAndPartnerAreJoinedInEitherOrder() {
    String extension = "{'id':'i','extension':[{'url':'http://example.org','valueCode':'a'}]}";
    for (String properties :
        List.of(
            "'birthDate':'2020','active':true,'_birthDate':" + extension,
            "'_birthDate':" + extension + ",'active':true,'birthDate':'2020'")) {
      Element patient = read("{'resourceType':'Patient'," + properties + "}");
      Element birthDate = patient.child("birthDate").orElseThrow();
      assertEquals(Optional.of("2020"), birthDate.value());
      assertEquals(Optional.of("i"), birthDate.childValue("id"));
      assertEquals(2, patient.children().size());
    }
  }

  @Test
  void valueHasTheFormatOfItsType() {
    refusesPatient(
        "'birthDate':'2020-02-30'",
        "value",
        "Element 'birthDate' has not the format of date: '2020-02-30'",
        "Patient.birthDate");
    refuses(
        "{" + OBSERVATION + ",'effectiveDateTime':'2021-10-13+02:00'}",
        "value",
        "Element 'effectiveDateTime' has not the format of dateTime: '2021-10-13+02:00'",
        "Observation.effective");
    refusesPatient(
        "'name':[{'given':['a','\\u0000']}]",
        "value",
        "Element 'given' has not the format of string: '\u0000'",
        "Patient.name[0].given[1]");
    refusesPatient(
        "'name':[{'family':'" + "x".repeat(50) + "\\ud800'}]",
        "value",
        "Element 'family' has not the format of string: '" + "x".repeat(40) + "...'",
        "Patient.name[0].family");
    refusesPatient(
        "'id':'a/b'", "value", "Element 'id' has not the format of id: 'a/b'", "Patient.id");
  }

  @Test
  void codeIsInItsRequiredValueSet() {
    refusesPatient(
        "'gender':'m'",
        "code-invalid",
        "Element 'gender' has an unknown code: 'm'",
        "Patient.gender");
    read("{'resourceType':'Patient','language':'tlh'}");
    read("{'resourceType':'Binary','contentType':'application/x-anything'}");
  }

  @Test
  void conceptHasACodeOfItsRequiredValueSet() {
    String start =
        "{'resourceType':'Condition','subject':{'reference':'Patient/1'},'clinicalStatus':";
    String system = "'system':'http://terminology.hl7.org/CodeSystem/condition-clinical'";
    read(start + "{'coding':[{'code':'a'},{" + system + ",'code':'active'}]}}");
    for (String wrong :
        List.of(
            "{'text':'active'}",
            "{'coding':[{'code':'active'}]}",
            "{'coding':[{" + system + ",'code':'foo'}]}",
            "{'coding':[{'system':'http://example.org','code':'active'}]}")) {
      refuses(
          start + wrong + "}",
          "code-invalid",
          "Element 'clinicalStatus' has no code of its required value set",
          "Condition.clinicalStatus");
    }
  }

  @Test
  void extensionHasEitherValueOrExtensions() {
    String both = "An extension must have either a value or extensions (rule ext-1)";
    refusesPatient("'extension':[{'url':'a'}]", "invariant", both, "Patient.extension[0]");
    refusesPatient(
        "'extension':[{'url':'a','valueCode':'b','extension':[{'url':'c','valueCode':'d'}]}]",
        "invariant",
        both,
        "Patient.extension[0]");
    refusesPatient(
        "'extension':[{'valueCode':'b'}]",
        "required",
        "Element 'url' is missing in Extension",
        "Patient.extension[0].url");
  }

  @Test
  void containedResourcesAreCheckedAndContainNone() {
    refusesPatient(
        "'contained':[{'resourceType':'Basic'}]",
        "required",
        "Element 'code' is missing in Basic",
        "Patient.contained[0].code");
    refusesPatient(
        "'contained':[{'resourceType':'Patient','contained':[{'resourceType':'Patient'}]}]",
        "invariant",
        "A contained resource must not contain resources (rule dom-2)",
        "Patient.contained[0].contained");
    refusesPatient(
        "'contained':[{'resourceType':'Foo','bar':[1]},{'id':'a','bar':{}}],'foo':1",
        "structure",
        "Unknown resource type 'Foo'",
        "Patient.contained[0]",
        "A resource must name its type in 'resourceType'",
        "Patient.contained[1]",
        "Unknown element 'foo' in Patient",
        "Patient");
  }

  private void refusesPatient(String properties, String code, String... diagnosticsAndPaths) {
    List<Issue> expected = new ArrayList<>();
    for (int i = 0; i < diagnosticsAndPaths.length; i += 2) {
      expected.add(Issue.error(code, diagnosticsAndPaths[i], diagnosticsAndPaths[i + 1]));
    }
    assertEquals(expected, issues("{'resourceType':'Patient'," + properties + "}"));
  }

  @Test
  void bundlesAndParametersHoldAnyResource() {
    read(
        "{'resourceType':'Bundle','type':'collection','entry':[{'resource':{'resourceType':"
            + "'Parameters','parameter':[{'name':'a','resource':{'resourceType':'Patient',"
            + "'contained':[{'resourceType':'Patient'}]}}]}}]}");
    refuses(
        "{'resourceType':'Bundle','type':'collection','entry':[{'resource':{'resourceType':"
            + "'Patient','name':[{'given':['a',1]}]}}]}",
        "structure",
        "Element 'given' must be a string",
        "Bundle.entry[0].resource.name[0].given[1]");
  }

  @Test
  void severalMistakesAreToldAtOnce() {
    List<Issue> issues =
        issues("{'resourceType':'Patient','foo':1,'active':1,'gender':'x','birthDate':'y'}");
    assertEquals(
        List.of("structure", "structure", "code-invalid", "value"),
        issues.stream().map(Issue::code).toList());
  }

  @Test
  void readingStopsAfterTwentyMistakes() {
    String given = "1,".repeat(1000) + "1";
    assertEquals(
        20, issues("{'resourceType':'Patient','name':[{'given':[" + given + "]}]}").size());
  }

  @Test
  void mistakesBeforeMalformedTextAreToldToo() {
    assertEquals(2, issues("{'resourceType':'Patient','foo':1,'active':tru").size());
  }

  @Test
  void deepNestingIsRefusedCheaply() {
    String deep = "{'extension':[".repeat(10_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertTrue(
              issues("{'resourceType':'Patient','extension':[" + deep)
                  .get(0)
                  .diagnostics()
                  .contains("nested too deep"));
          issues("{'id':'a','foo':" + "[".repeat(10_000));
        });
  }

  @Test
  void fortyLevelsOfExtensionsAreRead() {
    String open = "'extension':[{'url':'a',".repeat(40);
    String close = "}]".repeat(40);
    read("{'resourceType':'Patient'," + open + "'valueCode':'a'" + close + "}");
  }

  @Test
  void endlessNumbersAreRefused() {
    String number = "1".repeat(1000);
    String start = "{" + OBSERVATION + ",'valueQuantity':{'value':";
    assertEquals("structure", issues(start + number + "}}").get(0).code());
    assertEquals("structure", issues(start + "0." + number + "}}").get(0).code());
    assertEquals("value", issues(start + "1e99999999}}").get(0).code());
  }

  @Test
  void largeNarrativesAndAttachmentsAreRead() {
    String div = "<div>" + "x".repeat(3_000_000) + "</div>";
    Element patient =
        read(
            "{'resourceType':'Patient','text':{'status':'generated','div':'"
                + div
                + "'},'photo':[{'data':'"
                + "TWFu".repeat(6_000_000)
                + "'}]}");
    assertEquals(Optional.of(div), patient.child("text").flatMap(text -> text.childValue("div")));
  }
}
