package org.fhirserver.service.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The cases of the official test suite for FHIRPath Patch, and what they leave out. */
class FhirPathPatchTest {
  private static final String BORN_1920 = "{'birthDate':'1920-01-01'}";
  private static final String CONTACT = "{'contact':[{'name':{'text':'a name'},'gender':'male'}]}";
  private static final String FOUR =
      "{'identifier':[{'value':'1'},{'value':'2'},{'value':'3'},{'value':'4'}]}";

  private final PatchTrial trial = new PatchTrial();

  @Test
  void changesNothingWithoutOperations() {
    assertEquals(BORN_1920, trial.patch(BORN_1920));
  }

  @Test
  void replacesPrimitive() {
    assertEquals(
        "{'birthDate':'1930-01-01'}",
        trial.patch(
            BORN_1920,
            "replace path=valueString:'Patient.birthDate' value=valueDate:'1930-01-01'"));
  }

  @Test
  void deletesPrimitive() {
    assertEquals("{}", trial.patch(BORN_1920, "delete path=valueString:'Patient.birthDate'"));
  }

  @Test
  void addsPrimitive() {
    assertEquals(
        "{'birthDate':'1930-01-01'}",
        trial.patch(
            "{}",
            "add path=valueString:'Patient' name=valueString:'birthDate'"
                + " value=valueDate:'1930-01-01'"));
  }

  @Test
  void replacesNestedPrimitive() {
    assertEquals(
        "{'contact':[{'name':{'text':'a name'},'gender':'female'}]}",
        trial.patch(
            CONTACT,
            "replace path=valueString:'Patient.contact[0].gender' value=valueCode:'female'"));
    assertEquals(
        "{'contact':[{'name':{'text':'the name'},'gender':'male'}]}",
        trial.patch(
            CONTACT,
            "replace path=valueString:'Patient.contact[0].name.text' value=valueString:'the"
                + " name'"));
  }

  @Test
  void deletesNestedPrimitiveAndWhatIsEmptyThen() {
    assertEquals(
        "{'contact':[{'name':{'text':'a name'}}]}",
        trial.patch(CONTACT, "delete path=valueString:'Patient.contact[0].gender'"));
    assertEquals(
        "{'contact':[{'gender':'male'}]}",
        trial.patch(CONTACT, "delete path=valueString:'Patient.contact[0].name.text'"));
    assertEquals(
        "{}",
        trial.patch(
            CONTACT,
            "delete path=valueString:'Patient.contact[0].name.text'",
            "delete path=valueString:'Patient.contact[0].gender'"));
  }

  @Test
  void addsNestedPrimitive() {
    assertEquals(
        CONTACT,
        trial.patch(
            "{'contact':[{'name':{'text':'a name'}}]}",
            "add path=valueString:'Patient.contact[0]' name=valueString:'gender'"
                + " value=valueCode:'male'"));
  }

  @Test
  void addsReplacesAndDeletesComplexValue() {
    String married = "{'maritalStatus':{'id':'1','text':'married'}}";

    assertEquals(
        married,
        trial.patch(
            "{}",
            "add path=valueString:'Patient' name=valueString:'maritalStatus'"
                + " value=valueCodeableConcept:{'id':'1','text':'married'}"));
    assertEquals(
        "{'maritalStatus':{'id':'2','text':'not married'}}",
        trial.patch(
            married,
            "replace path=valueString:'Patient.maritalStatus'"
                + " value=valueCodeableConcept:{'id':'2','text':'not married'}"));
    assertEquals("{}", trial.patch(married, "delete path=valueString:'Patient.maritalStatus'"));
  }

  @Test
  void addsAndDeletesAnonymousType() {
    String contact = "{'contact':[{'name':{'text':'a name'}}]}";

    assertEquals(
        contact,
        trial.patch(
            "{}",
            "add path=valueString:'Patient' name=valueString:'contact'"
                + " value=part:[{'name':'name','valueHumanName':{'text':'a name'}}]"));
    assertEquals("{}", trial.patch(contact, "delete path=valueString:'Patient.contact[0]'"));
  }

  @Test
  void changesContentsOfList() {
    assertEquals(
        "{'identifier':[{'id':'a','value':'2'},{'id':'b','value':'1'}]}",
        trial.patch(
            "{'identifier':[{'id':'a','value':'1'},{'id':'b','value':'2'}]}",
            "replace path=valueString:'Patient.identifier[0].value' value=valueString:'2'",
            "replace path=valueString:'Patient.identifier[1].value' value=valueString:'1'"));
  }

  @Test
  void insertsIntoListAtEachPlace() {
    String two = "{'identifier':[{'value':'1'},{'value':'2'}]}";
    String insert =
        "insert path=valueString:'Patient.identifier' value=valueIdentifier:{'value':'3'}"
            + " index=valueInteger:";

    assertEquals(
        "{'identifier':[{'value':'3'},{'value':'1'},{'value':'2'}]}",
        trial.patch(two, insert + "0"));
    assertEquals(
        "{'identifier':[{'value':'1'},{'value':'3'},{'value':'2'}]}",
        trial.patch(two, insert + "1"));
    assertEquals(
        "{'identifier':[{'value':'1'},{'value':'2'},{'value':'3'}]}",
        trial.patch(two, insert + "2"));
    assertEquals("{'identifier':[{'value':'3'}]}", trial.patch("{}", insert + "0"));
  }

  @Test
  void deletesFromList() {
    assertEquals(
        "{'identifier':[{'value':'2'},{'value':'3'},{'value':'4'}]}",
        trial.patch(FOUR, "delete path=valueString:'Patient.identifier[0]'"));
    assertEquals(
        "{'identifier':[{'value':'1'},{'value':'2'},{'value':'3'}]}",
        trial.patch(FOUR, "delete path=valueString:'Patient.identifier[3]'"));
    assertEquals(
        "{'identifier':[{'value':'1'},{'value':'2'},{'value':'4'}]}",
        trial.patch(FOUR, "delete path=valueString:'Patient.identifier.where(value = \\'3\\')'"));
  }

  @Test
  void movesWithinList() {
    assertEquals("1423", moved(3, 1));
    assertEquals("4123", moved(3, 0));
    assertEquals("1243", moved(3, 2));
    assertEquals("2341", moved(0, 3));
    assertEquals("1234", moved(2, 2));
  }

  private String moved(int source, int destination) {
    return trial
        .patch(
            FOUR,
            "move path=valueString:'Patient.identifier' source=valueInteger:%d destination=valueInteger:%d"
                .formatted(source, destination))
        .replaceAll("[^0-9]", "");
  }

  @Test
  void replacesChoiceByValueOfOtherType() {
    assertEquals(
        "{'deceasedDateTime':'2022-05-02T14:00:00+02:00'}",
        trial.patch(
            "{'deceasedBoolean':true}",
            "replace path=valueString:'Patient.deceased'"
                + " value=valueDateTime:'2022-05-02T14:00:00+02:00'"));
    assertEquals(
        "{'deceasedBoolean':false}",
        trial.patch(
            "{}",
            "add path=valueString:'Patient' name=valueString:'deceased' value=valueBoolean:false"));
  }

  @Test
  void followsCriteriaAndExtensions() {
    assertEquals(
        "{'address':[{'use':'home','city':'Bonn'},{'use':'work','city':'Ulm'}]}",
        trial.patch(
            "{'address':[{'use':'home','city':'Kiel'},{'use':'work','city':'Ulm'}]}",
            "replace path=valueString:'Patient.address.where(use = \\'home\\').city'"
                + " value=valueString:'Bonn'"));
    assertEquals(
        "{'extension':[{'url':'http://a','extension':[{'url':'b','valueString':'new'}]}]}",
        trial.patch(
            "{'extension':[{'url':'http://a','extension':[{'url':'b','valueString':'old'}]}]}",
            "replace path=valueString:'Patient.extension.where(url ="
                + " \\'http://a\\').extension.where(url = \\'b\\').value'"
                + " value=valueString:'new'"));
  }

  @Test
  void addsToListsOfPrimitivesAndBackboneElements() {
    assertEquals(
        "{'name':[{'given':['A','B']}]}",
        trial.patch(
            "{'name':[{'given':['A']}]}",
            "add path=valueString:'Patient.name[0]' name=valueString:'given'"
                + " value=valueString:'B'"));
    assertEquals(
        "{'link':[{'other':{'reference':'Patient/2'},'type':'seealso'}]}",
        trial.patch(
            "{}",
            "add path=valueString:'Patient' name=valueString:'link'"
                + " value=part:[{'name':'type','valueCode':'seealso'},{'name':'other','valueReference':{'reference':'Patient/2'}}]"));
  }

  @Test
  void addsExtensionToPrimitiveAndContainedResource() {
    assertEquals(
        "{'birthDate':'1920-01-01','_birthDate':{'extension':[{'url':'http://a','valueCode':'x'}]}}",
        trial.patch(
            BORN_1920,
            "add path=valueString:'Patient.birthDate' name=valueString:'extension'"
                + " value=part:[{'name':'url','valueUri':'http://a'},{'name':'value','valueCode':'x'}]"));
    assertEquals(
        "{'contained':[{'resourceType':'Organization','id':'o','name':'O'}],'birthDate':'1920-01-01'}",
        trial.patch(
            BORN_1920,
            "add path=valueString:'Patient' name=valueString:'contained'"
                + " value=resource:{'resourceType':'Organization','id':'o','name':'O'}"));
  }

  @Test
  void upsertsByParentAndByPath() {
    String byName =
        "upsert path=valueString:'Patient' name=valueString:'birthDate'"
            + " value=valueDate:'1930-01-01'";
    String byPath = "upsert path=valueString:'Patient.birthDate' value=valueDate:'1930-01-01'";

    assertEquals("{'birthDate':'1930-01-01'}", trial.patch(BORN_1920, byName));
    assertEquals("{'birthDate':'1930-01-01'}", trial.patch("{}", byName));
    assertEquals("{'birthDate':'1930-01-01'}", trial.patch(BORN_1920, byPath));
    assertEquals("{'birthDate':'1930-01-01'}", trial.patch("{}", byPath));
    assertEquals(
        "{'birthDate':'1930-01-01'}",
        trial.patch("{}", "upsert path=valueString:'birthDate' value=valueDate:'1930-01-01'"));
  }

  @Test
  void keepsDigitsOfDecimals() {
    assertEquals(
        "{'extension':[{'url':'http://a','valueDecimal':1.50}],'birthDate':'1920-01-01'}",
        trial.patch(
            BORN_1920,
            "add path=valueString:'Patient' name=valueString:'extension'"
                + " value=part:[{'name':'url','valueUri':'http://a'},{'name':'valueDecimal','valueDecimal':1.50}]"));
  }

  @Test
  void appliesTwiceWithTheSameResult() {
    String add =
        "add path=valueString:'Patient' name=valueString:'contact'"
            + " value=part:[{'name':'gender','valueCode':'male'}]";
    String replace =
        "replace path=valueString:'Patient.contact[0].gender' value=valueCode:'female'";
    Patch patch = trial.read(add, replace);

    String first = trial.apply(patch, "{}");

    assertEquals("{'contact':[{'gender':'female'}]}", first);
    assertEquals(first, trial.apply(patch, "{}"));
  }

  @Test
  void deletesNothingWhereThereIsNothing() {
    assertEquals(BORN_1920, trial.patch(BORN_1920, "delete path=valueString:'Patient.deceased'"));
  }
}
