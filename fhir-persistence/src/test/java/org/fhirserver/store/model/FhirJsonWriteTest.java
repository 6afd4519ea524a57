package org.fhirserver.store.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FhirJsonWriteTest {
  private static final Stamp STAMP =
      new Stamp("p1", "2", Instant.parse("2026-01-01T10:00:00.123999Z"));
  private static final String STAMPED =
      "{'resourceType':'Patient','id':'p1',"
          + "'meta':{'versionId':'2','lastUpdated':'2026-01-01T10:00:00.123Z'";

  private final FhirJson json = new FhirJson(FhirDefinitions.load());

  private static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8).replace('"', '\'');
  }

  private String written(String text) {
    return text(json.write(json.read(bytes(text))));
  }

  private String stamped(String text) {
    return text(json.write(json.read(bytes(text)), STAMP));
  }

  private void unchanged(String text) {
    assertEquals(text, written(text));
  }

  @Test
  void resourceTypeStandsFirstAndTheRestInItsOrder() {
    assertEquals(
        "{'resourceType':'Patient','active':true,'id':'a'}",
        written(" {\n 'active' : true, 'resourceType' : 'Patient', 'id' : 'a' } "));
  }

  @Test
  void numbersKeepTheirDigits() {
    for (String number :
        new String[] {
          "1.0", "1.00", "1e3", "1E-3", "-0", "0.0", "10.91968939701716", "-1.50e+02"
        }) {
      unchanged(
          "{'resourceType':'Observation','status':'final','code':{'text':'a'},"
              + "'valueQuantity':{'value':"
              + number
              + "}}");
    }
  }

  @Test
  void charactersBeyondAsciiAreLiteral() {
    assertEquals(
        "{'resourceType':'Patient','name':[{'text':'aä日\ud83d\ude00/\u007f'}]}",
        written(
            "{'resourceType':'Patient','name':[{'text':"
                + "'a\\u00e4\\u65e5\\ud83d\\ude00\\/\\u007f'}]}"));
  }

  @Test
  void quotesBackslashesAndLineEndsAreEscaped() {
    byte[] patient =
        "{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"a\\\"b\\\\c\\n\\r\\td\"}]}"
            .getBytes(UTF_8);
    assertEquals(new String(patient, UTF_8), new String(json.write(json.read(patient)), UTF_8));
  }

  @Test
  void controlCharactersThatReplaceAValueAreEscaped() {
    Element patient = json.read(bytes("{'resourceType':'Patient','language':'de'}"));
    patient.child("language").orElseThrow().replaceValue("\u0001\u001f");
    assertEquals(
        "{'resourceType':'Patient','language':'\\u0001\\u001f'}", text(json.write(patient)));
  }

  @Test
  void longTextsOutgrowTheFirstBuffer() {
    unchanged(
        "{'resourceType':'Patient','name':[{'text':'" + "ä\ud83d\ude00x".repeat(10_000) + "'}]}");
    unchanged("{'resourceType':'Patient','name':[{'text':'" + "x".repeat(100_000) + "'}]}");
  }

  @Test
  void partnerStandsDirectlyAfterItsProperty() {
    assertEquals(
        "{'resourceType':'Patient','birthDate':'2020','_birthDate':{'id':'a'},'active':true}",
        written(
            "{'resourceType':'Patient','birthDate':'2020','active':true,"
                + "'_birthDate':{'id':'a'}}"));
  }

  @Test
  void pairedArraysAreFilledWithNull() {
    unchanged(
        "{'resourceType':'Patient','name':[{'given':['a',null,'c'],'_given':[null,"
            + "{'extension':[{'url':'u','valueDecimal':1.10}]},{'id':'i'}]}]}");
  }

  @Test
  void primitivesWithoutAnyValueHaveOnlyTheirPartner() {
    unchanged(
        "{'resourceType':'Patient','_active':{'extension':[{'url':'u','valueCode':'c'}]},"
            + "'name':[{'_given':[{'extension':[{'url':'u','valueCode':'c'}]}]}]}");
  }

  @Test
  void nestedResourcesNameTheirTypeFirst() {
    unchanged(
        "{'resourceType':'Patient','contained':[{'resourceType':'Patient'},"
            + "{'resourceType':'Basic','code':{'text':'a'}}]}");
  }

  @Test
  void stampAddsIdAndMeta() {
    assertEquals(STAMPED + "},'active':true}", stamped("{'resourceType':'Patient','active':true}"));
  }

  @Test
  void stampReplacesIdVersionAndTimeAndKeepsTheOtherMeta() {
    assertEquals(
        STAMPED + ",'id':'m','profile':['u'],'tag':[{'code':'t'}]},'language':'de','active':true}",
        stamped(
            "{'resourceType':'Patient','language':'de','active':true,'id':'old','meta':{'id':'m',"
                + "'lastUpdated':'2020-01-01T00:00:00Z','profile':['u'],'versionId':'7',"
                + "'_versionId':{'id':'x'},'tag':[{'code':'t'}]}}"));
  }

  @Test
  void stampLeavesNestedResourcesAlone() {
    assertEquals(
        STAMPED + "},'contained':[{'resourceType':'Patient','id':'c'}]}",
        stamped("{'resourceType':'Patient','contained':[{'resourceType':'Patient','id':'c'}]}"));
  }

  @Test
  void timeOfAStampAlwaysHasMilliseconds() {
    Element patient = json.read(bytes("{'resourceType':'Patient'}"));
    assertEquals(
        "{'resourceType':'Patient','id':'a','meta':{'versionId':'1',"
            + "'lastUpdated':'2026-12-31T23:59:59.000Z'}}",
        text(json.write(patient, new Stamp("a", "1", Instant.parse("2026-12-31T23:59:59Z")))));
  }
}
