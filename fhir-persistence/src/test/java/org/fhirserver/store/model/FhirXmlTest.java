package org.fhirserver.store.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirXmlTest {
  private static final String START = "<Patient xmlns=\"http://hl7.org/fhir\">";
  private static final String DIV = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";

  private final FhirXml xml = new FhirXml(FhirDefinitions.load());

  @Test
  void joinsRepeatedElementsAndTheirExtensions() {
    assertEquals(
        "{\"resourceType\":\"Patient\",\"active\":true,\"name\":[{\"given\":[\"a\",null,\"c\"],"
            + "\"_given\":[null,{\"id\":\"i\",\"extension\":[{\"url\":\"u\",\"valueDecimal\":1.50"
            + "}]},null]},{\"family\":\"d\",\"_family\":{\"id\":\"f\"}}]}",
        json(
            START
                + "<active value='true'/><name><given value='a'/><given id='i'><extension url='u'>"
                + "<valueDecimal value='1.50'/></extension></given><given value='c'/></name>"
                + "<name><family id='f' value='d'/></name></Patient>"));
  }

  @Test
  void understandsNamespacePrefixesAndHintsAtSchemas() {
    assertEquals(
        "{\"resourceType\":\"Patient\",\"text\":{\"status\":\"generated\",\"div\":\"<div"
            + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\" title=\\\"&lt;\\\">a &lt; b<br/></div>"
            + "\"},\"gender\":\"male\"}",
        json(
            "<f:Patient xmlns:f='http://hl7.org/fhir' xmlns:h='http://www.w3.org/1999/xhtml'"
                + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
                + " xsi:schemaLocation='http://hl7.org/fhir fhir.xsd'><f:text><f:status"
                + " value='generated'/><h:div title='&lt;'>a <![CDATA[<]]> b<h:br/></h:div>"
                + "</f:text><f:gender value='male'/></f:Patient>"));
  }

  @Test
  void findsNarrativesBehindManyCharactersOfAllLengths() {
    for (int i = 0; i < 5; i++) {
      String text = "é€😀x".repeat(3000 + i);
      String div = DIV + text + "</div>";
      assertTrue(
          json(START
                  + "<!-- "
                  + text
                  + " -->\n<text><status value='generated'/>"
                  + div
                  + "</text></Patient>")
              .contains(":\"" + div.replace("\"", "\\\"") + "\""));
    }
  }

  @Test
  void passesOnWhatTheReaderOfTheJsonRefuses() {
    assertEquals(
        "{\"resourceType\":\"Patient\",\"nonsense\":null,\"active\":\"yes\",\"birthDate\":null,"
            + "\"multipleBirthInteger\":\"01\",\"link\":[{}]}",
        json(
            START
                + "<nonsense/><nonsense/><active value='yes'/><birthDate/>"
                + "<multipleBirthInteger value='01'/><link/></Patient>"));
    assertEquals(
        "{\"resourceType\":\"Nonsense\"}",
        json(START.replace("Patient", "Nonsense") + "<a/></Nonsense>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<gender value='male'/><birthDate value='1970'/><gender value='male'/> | Patient",
        "<birthDate value='1970'/><gender value='male'/> | Patient",
        "<gender value='male'/><gender value='male'/> | Patient.gender",
        "<name/><name><given value='a'/><prefix value='b'/><given value='c'/></name> |"
            + " Patient.name[1]",
        "<deceasedBoolean value='true'/><deceasedDateTime value='2000'/> | Patient",
        "<name><id value='x'/></name> | Patient.name[0]",
        "<gender value='male' x='y'/> | Patient.gender",
        "<name value='x'/> | Patient.name[0]",
        "<gender>male</gender> | Patient.gender",
        "<name>text</name> | Patient.name[0]",
        "<_gender value='male'/> | Patient",
        "<resourceType value='Group'/> | Patient",
        "<contained><Patient/><Patient/></contained> | Patient.contained[0]",
        "<gender xmlns='http://x' value='male'/> | Patient",
        "<text><div>x</div></text> | Patient.text",
      })
  void namesThePlaceOfWhatJsonHasNoWordsFor(String content, String place) {
    Issue issue = refusal(START + content + "</Patient>");

    assertEquals(Optional.of(place), issue.expression());
    assertTrue(issue.diagnostics().contains(" at line 1, column "), issue.diagnostics());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "<Patient",
        "<!DOCTYPE Patient>" + START + "</Patient>",
        "<!DOCTYPE Patient [<!ENTITY a 'b'>]>" + START + "<gender value='&a;'/></Patient>",
        START + "<gender value='&nbsp;'/></Patient>",
        START + "</Patient>x",
        "<?xml version='1.0' encoding='ISO-8859-1'?>" + START + "</Patient>",
        START + "<gender value='\u0001'/></Patient>",
      })
  void refusesWhatIsNoXml(String text) {
    assertEquals("structure", refusal(text).code());
  }

  @Test
  void refusesWhatIsNoUtf8() {
    byte[] bytes = (START + "<gender value='x'/></Patient>").getBytes(StandardCharsets.UTF_8);
    bytes[START.length() + 15] = (byte) 0xff;

    assertThrows(FhirException.class, () -> xml.toJson(bytes));
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    for (int depth : new int[] {101, 100_000}) {
      refusal(
          START
              + "<extension url='a'>".repeat(depth)
              + "</extension>".repeat(depth)
              + "</Patient>");
    }
  }

  @Test
  void writesElementsInTheOrderOfTheirDefinitions() {
    assertEquals(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + START
            + "<id value=\"p\"/><contained><Group><type value=\"person\"/></Group></contained>"
            + "<extension url=\"u\"><valueString value=\"a&#xA;&#xD;&#x9;&lt;&gt;&amp;&quot;é😀\"/>"
            + "</extension><name id=\"n\"><family id=\"f\" value=\"x\"/></name></Patient>",
        written(
            "{\"resourceType\":\"Patient\",\"name\":[{\"_family\":{\"id\":\"f\"},\"family\":\"x\","
                + "\"id\":\"n\"}],\"extension\":[{\"valueString\":\"a\\n\\r\\t<>&\\\"é😀\",\"url\":"
                + "\"u\"}],\"id\":\"p\",\"contained\":[{\"resourceType\":\"Group\",\"type\":"
                + "\"person\"}]}",
            false));
  }

  @Test
  void indentsWhatPeopleRead() {
    assertEquals(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + START
            + "\n  <text>\n    <status value=\"empty\"/>\n    "
            + DIV
            + "<p>a</p></div>\n  </text>\n  <contained>\n    <Group>\n      <actual"
            + " value=\"true\"/>\n    </Group>\n  </contained>\n</Patient>",
        written(
            "{\"resourceType\":\"Patient\",\"text\":{\"status\":\"empty\",\"div\":\"<div><p>a</p>"
                + "</div>\"},\"contained\":[{\"resourceType\":\"Group\",\"actual\":true}]}",
            true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<div>a&nbsp;b&eacute;&euro;&amp;&lt;</div> | a\u00a0bé€&amp;&lt;",
        "<div>&nonsense;&#160;&#xA0;</div> | &amp;nonsense;&#160;&#xA0;",
        "<div>&#0;&#1;&#xd800;&#zz;&#X41;&#99999999999;</div> |"
            + " \ufffd\ufffd\ufffd\ufffd\ufffd\ufffd",
        "<div>a]]>b<!-- c --></div> | a]]&gt;b<!-- c -->",
        "<div>a<!-- b--c -->d<!--e---></div> | ad",
        "<div>a\uffffb</div> | a\ufffdb",
      })
  void writesNarrativesThatXmlUnderstands(String div, String content) {
    String text =
        written(
            "{\"resourceType\":\"Patient\",\"text\":{\"status\":\"empty\",\"div\":\""
                + div
                + "\"}}",
            false);

    assertTrue(text.contains(DIV + content + "</div>"), text);
    assertTrue(json(text).contains(content.replace("\"", "\\\"")), text);
  }

  @Test
  void knowsTheTypeOfAResourceByItsStart() {
    assertEquals(
        Optional.of(ResourceType.PATIENT),
        xml.resourceType(bytes("<?xml version='1.0'?> " + START)));
    for (String text : new String[] {"<Patient/>", "<!DOCTYPE Patient>" + START, "x", ""}) {
      assertEquals(Optional.empty(), xml.resourceType(bytes(text)), text);
    }
  }

  private String json(String text) {
    return new String(xml.toJson(bytes(text)), StandardCharsets.UTF_8);
  }

  private String written(String json, boolean isIndented) {
    return new String(xml.fromJson(bytes(json), isIndented), StandardCharsets.UTF_8);
  }

  private Issue refusal(String text) {
    return assertThrows(FhirException.class, () -> xml.toJson(bytes(text))).issues().get(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
