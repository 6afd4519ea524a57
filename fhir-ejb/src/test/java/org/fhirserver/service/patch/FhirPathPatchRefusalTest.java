package org.fhirserver.service.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fhirserver.store.FhirException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirPathPatchRefusalTest {
  private static final String PATIENT =
      "{'id':'p','meta':{'versionId':'1','lastUpdated':'2020-01-01T00:00:00Z'},"
          + "'name':[{'given':['A','B']},{'given':['C']}],'gender':'male','deceasedBoolean':true}";

  private final PatchTrial trial = new PatchTrial();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "coo path=valueString:'Patient' | a type of 'add', 'insert', 'delete', 'replace', 'move'"
            + " and 'upsert'",
        "replace value=valueCode:'male' | must have the part 'path'",
        "replace path=valueString:'Patient.gender' | must have the part 'value'",
        "add path=valueString:'Patient' value=valueCode:'male' | must have the part 'name'",
        "insert path=valueString:'Patient.name' value=valueHumanName:{'text':'x'} | must have the"
            + " part 'index'",
        "move path=valueString:'Patient.name' source=valueInteger:0 | must have the part"
            + " 'destination'",
        "add path=valueString:'Patient' name=valueString:'dummyProperty' value=valueString:'x' |"
            + " Patient has no element 'dummyProperty'",
        "replace path=valueString:'Patient.dummyProperty' value=valueString:'x' | Element"
            + " 'dummyProperty' is not defined in Patient",
        "delete path=valueString:'Patient.dummyProperty' | Element 'dummyProperty' is not defined"
            + " in Patient",
        "add path=valueString:'Patient' name=valueString:'deceased' value=valueBoolean:false |"
            + " there is an element 'deceased' already at 'Patient'",
        "add path=valueString:'Patient' name=valueString:'deceasedDateTime'"
            + " value=valueDateTime:'2020' | there is an element 'deceased' already",
        "replace path=valueString:'Patient.gender' value=valueCode:'robot' | the value is none for"
            + " the element 'gender' at 'Patient.gender'",
        "replace path=valueString:'Patient.gender' value=valueHumanName:{'text':'x'} | the value is"
            + " none for the element 'gender'",
        "replace path=valueString:'Patient.deceased' value=valueQuantity:{'value':1} | the value is"
            + " none for the element 'deceased'",
        "add path=valueString:'Patient' name=valueString:'birthDate'"
            + " value=valueDateTime:'2020-01-01T10:00:00Z' | the value is none for the element"
            + " 'birthDate'",
        "add path=valueString:'Patient' name=valueString:'multipleBirth' value=valueString:'1' |"
            + " the value is none for the element 'multipleBirth'",
        "add path=valueString:'Patient' name=valueString:'contact'"
            + " value=part:[{'name':'oops','valueString':'x'}] | the value is none for the element"
            + " 'contact'",
        "add path=valueString:'Patient' name=valueString:'contact'"
            + " value=part:[{'name':'gender','valueCode':'male'},{'name':'gender','valueCode':'male'}]"
            + " | the value is none",
        "replace path=valueString:'Patient.name' value=valueHumanName:{'text':'x'} | there are 2"
            + " elements at 'Patient.name', but it needs one",
        "delete path=valueString:'Patient.name' | there are 2 elements at 'Patient.name', but it"
            + " needs one",
        "replace path=valueString:'Patient.birthDate' value=valueDate:'2020-01-01' | there is"
            + " nothing at 'Patient.birthDate'",
        "add path=valueString:'Patient.contact' name=valueString:'gender' value=valueCode:'male' |"
            + " there is nothing at 'Patient.contact'",
        "insert path=valueString:'Patient.name' index=valueInteger:3"
            + " value=valueHumanName:{'text':'x'} | the part 'index' is 3, but 'Patient.name'"
            + " allows 2 at most",
        "insert path=valueString:'Patient.gender' index=valueInteger:0 value=valueCode:'male' |"
            + " 'Patient.gender' is no whole list",
        "insert path=valueString:'Patient.name.given' index=valueInteger:0 value=valueString:'x' |"
            + " 'Patient.name.given' is no whole list",
        "insert path=valueString:'Patient.name' index=valueInteger:-1"
            + " value=valueHumanName:{'text':'x'} | the part 'index' must be a number from 0 up",
        "move path=valueString:'Patient.name' source=valueInteger:2 destination=valueInteger:0 |"
            + " the part 'source' is 2",
        "move path=valueString:'Patient.name' source=valueInteger:0 destination=valueInteger:2 |"
            + " the part 'destination' is 2",
        "replace path=valueString:'Patient.id' value=valueId:'q' | 'id' cannot be changed",
        "delete path=valueString:'Patient.meta.versionId' | 'versionId' cannot be changed",
        "replace path=valueString:'Patient.meta.lastUpdated'"
            + " value=valueInstant:'2021-01-01T00:00:00Z' | 'lastUpdated' cannot be changed",
        "delete path=valueString:'Patient' | 'Patient' is no element of the resource",
        "delete path=valueString:'Observation.code' | it is asked of Patient, not of Observation",
        "delete path=valueString:'Patient.name[' | is not understood",
        "delete path=valueString:'Patient.name.unheardOf()' | there is no function 'unheardOf'",
        "add path=valueString:'Patient.name.count()' name=valueString:'extension'"
            + " value=part:[{'name':'url','valueUri':'http://a'}] | is no element of the resource"
      })
  void namesTheOperationAndWhatIsWrong(String operation, String reason) {
    FhirException refusal =
        assertThrows(FhirException.class, () -> trial.patch(PATIENT, operation));

    assertEquals(FhirException.Category.INVALID, refusal.category());
    assertEquals("invalid", refusal.issues().get(0).code());
    String message = refusal.issues().get(0).diagnostics();
    assertTrue(message.contains(reason), message);
    assertTrue(message.startsWith("Operation 1 "), message);
  }

  @Test
  void numbersOperationsFromOne() {
    FhirException refusal =
        assertThrows(
            FhirException.class,
            () ->
                trial.patch(
                    PATIENT,
                    "delete path=valueString:'Patient.gender'",
                    "delete path=valueString:'Patient.name'"));

    assertTrue(
        refusal.issues().get(0).diagnostics().startsWith("Operation 2 (delete)"),
        refusal.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'name':'operatoin','part':[{'name':'type','valueCode':'delete'}]}]",
        "[{'name':'operation'}]",
        "[{'name':'operation','part':[{'name':'type','valueCode':'delete'},{'name':'path','valueString':'Patient.name'},{'name':'path','valueString':'Patient.gender'}]}]"
      })
  void refusesParametersThatAreNoOperations(String parameters) {
    assertThrows(FhirException.class, () -> trial.readParameters(parameters));
  }

  @Test
  void refusesTooManyOperations() {
    String operation =
        "{'name':'operation','part':[{'name':'type','valueCode':'delete'},{'name':'path','valueString':'Patient.gender'}]},";
    String all = operation.repeat(1001);

    assertThrows(
        FhirException.class,
        () -> trial.readParameters("[" + all.substring(0, all.length() - 1) + "]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient.descendants().where(%resource.descendants().where(%resource.descendants().where(%resource.descendants().where(%resource.descendants().where(%resource.descendants().where(%resource.descendants().exists(id"
            + " = \\'x\\')).exists()).exists()).exists()).exists()).exists())",
        "Patient.name.where(\\'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\\'.matches(\\'(.*a){12}b\\'))",
        "Patient.name.where(\\'a\\'.replace(\\'a\\',\\'aaaaaaaaaaaaaaaaaaaa\\').replace(\\'a\\',\\'aaaaaaaaaaaaaaaaaaaa\\').replace(\\'a\\',\\'aaaaaaaaaaaaaaaaaaaa\\').replace(\\'a\\',\\'aaaaaaaaaaaaaaaaaaaa\\').replace(\\'a\\',\\'aaaaaaaaaaaaaaaaaaaa\\').replace(\\'a\\',\\'aaaaaaaaaaaaaaaaaaaa\\').replace(\\'a\\',\\'aaaaaaaaaaaaaaaaaaaa\\').exists())"
      })
  void refusesPathsThatTakeTooLong(String path) {
    FhirException refusal =
        assertThrows(
            FhirException.class,
            () -> trial.patch(PATIENT, "delete path=valueString:'" + path + "'"));

    assertTrue(refusal.getMessage().contains("too long"), refusal.getMessage());
  }
}
