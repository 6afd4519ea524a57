package org.fhirserver.it.rest;

import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.fhirserver.store.model.ExactJson;
import org.fhirserver.store.model.examples.OfficialExamples;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Resources in XML, in and out, against HAPI's parser: §3.4, §3.5, §10.1, §10.3 and F213.
 *
 * @see <a href="https://hl7.org/fhir/R4/xml.html">XML representation</a>
 */
@HttpTest
class XmlIT {
  private static final FhirContext HAPI = FhirContext.forR4Cached();
  private static final int SAMPLE = 13;
  private static final String XML = "application/fhir+xml";
  private static final String START = "<Patient xmlns=\"http://hl7.org/fhir\">";

  private final FhirClient client;

  XmlIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§3.5, F213 official examples go in and out as XML with the same values")
  void examplesGoInAndOutAsXml() {
    AtomicInteger count = new AtomicInteger();
    List<String> mistakes = new ArrayList<>();
    OfficialExamples.forEach(
        example -> {
          if (count.getAndIncrement() % SAMPLE == 0) {
            IBaseResource resource =
                HAPI.newJsonParser().parseResource(new String(example, StandardCharsets.UTF_8));
            if (!resource.fhirType().equals("Parameters")) {
              roundTrip(resource, mistakes);
            }
          }
        });
    assertEquals(List.of(), mistakes);
  }

  private void roundTrip(IBaseResource resource, List<String> mistakes) {
    String type = resource.fhirType();
    JsonNode expected = content(HAPI.newJsonParser().encodeResourceToString(resource));
    FhirResponse created =
        client.send(
            client
                .request(type)
                .setHeader("Accept", XML)
                .header("Content-Type", XML)
                .POST(
                    BodyPublishers.ofString(HAPI.newXmlParser().encodeResourceToString(resource))));
    String name = type + "/" + resource.getIdElement().getIdPart();
    if (created.status() != 201) {
      mistakes.add(name + ": " + created.body());
      return;
    }
    IParser parser = HAPI.newXmlParser();
    IBaseResource answered = parser.parseResource(created.body());
    compare(
        expected,
        content(HAPI.newJsonParser().encodeResourceToString(answered)),
        name + " in XML",
        mistakes);
    String read = client.get(type + "/" + answered.getIdElement().getIdPart()).expect(200).body();
    compare(expected, content(read), name + " in JSON", mistakes);
  }

  /** Notes the elements of the resource that differ. */
  private static void compare(
      JsonNode expected, JsonNode found, String name, List<String> mistakes) {
    Set<String> elements = new TreeSet<>();
    expected.fieldNames().forEachRemaining(elements::add);
    found.fieldNames().forEachRemaining(elements::add);
    elements.removeIf(element -> expected.path(element).equals(found.path(element)));
    if (!elements.isEmpty()) {
      mistakes.add(name + " differs: " + elements);
    }
  }

  /** What HAPI writes anew in each format is left out: narratives. */
  private static JsonNode content(String json) {
    JsonNode content = Samples.content(ExactJson.tree(json.getBytes(StandardCharsets.UTF_8)));
    for (JsonNode text : content.findValues("text")) {
      if (text instanceof ObjectNode narrative) {
        narrative.remove("div");
      }
    }
    return content;
  }

  @Test
  @DisplayName("§3.5 narrative, decimals, whitespace, unicode and extensions of primitives survive")
  void everythingSurvives() {
    String narrative =
        "<div xmlns=\"http://www.w3.org/1999/xhtml\" title='a'>\n  <p>&lt;A&gt; &amp; é😀&#160;"
            + "<br /></p><!-- c --></div>";
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><Observation"
            + " xmlns=\"http://hl7.org/fhir\"><text><status value=\"generated\"/>"
            + narrative
            + "</text><contained><Patient><id value=\"p\"/></Patient></contained><status"
            + " value=\"final\"/><code><text value=\"a&#xA;b&#x9;c  é😀"
            + " &quot;&lt;\"/></code><subject><reference value=\"#p\"/></subject><valueQuantity"
            + " id=\"q\"><value id=\"v\""
            + " value=\"1.50\"/></valueQuantity><component><code><coding><display><extension"
            + " url=\"http://e\"><valueDecimal value=\"0.00e0\"/></extension></display></coding>"
            + "</code></component></Observation>";

    FhirResponse created =
        client.send(
            client
                .request("Observation")
                .header("Content-Type", XML)
                .POST(BodyPublishers.ofString(xml)));
    JsonNode stored = created.expect(201).json();

    assertEquals(narrative, stored.path("text").path("div").asText());
    assertEquals("a\nb\tc  é😀 \"<", stored.path("code").path("text").asText());
    assertTrue(created.body().contains("\"value\":1.50"), created.body());
    assertTrue(created.body().contains("\"valueDecimal\":0.00e0"), created.body());
    assertEquals("v", stored.path("valueQuantity").path("_value").path("id").asText());
    FhirResponse out =
        client.send(
            client.request("Observation/" + stored.path("id").asText()).setHeader("Accept", XML));
    String body = out.expect(200).body();
    String withoutStamp =
        body.replaceFirst("<id value=.*?</meta>", "").substring(body.indexOf("<Observation"));
    assertEquals(xml.substring(xml.indexOf("<Observation")), withoutStamp);
  }

  @ParameterizedTest
  @DisplayName("§3.4 XML that is no resource is refused with the place")
  @ValueSource(
      strings = {
        "",
        "x",
        "<Patient",
        "<Patient/>",
        "<Patient xmlns=\"http://example.org\"/>",
        "<Nonsense xmlns=\"http://hl7.org/fhir\"/>",
        START + "</Patient><Patient/>",
        START + "<nonsense value=\"x\"/></Patient>",
        START + "<_gender value=\"x\"/></Patient>",
        START + "<resourceType value=\"Observation\"/></Patient>",
        START + "<gender value=\"male\" nonsense=\"x\"/></Patient>",
        START + "<gender>male</gender></Patient>",
        START + "text</Patient>",
        START + "<gender/></Patient>",
        START + "<gender value=\"\"/></Patient>",
        START + "<gender value=\"nonsense\"/></Patient>",
        START + "<active value=\"yes\"/></Patient>",
        START + "<birthDate value=\"1970-13-01\"/></Patient>",
        START + "<multipleBirthInteger value=\"+1\"/></Patient>",
        START + "<birthDate value=\"1970\"/><gender value=\"male\"/></Patient>",
        START + "<gender value=\"male\"/><gender value=\"male\"/></Patient>",
        START
            + "<name><given value=\"a\"/><prefix value=\"b\"/><given"
            + " value=\"c\"/></name></Patient>",
        START + "<deceasedBoolean value=\"true\"/><deceasedDateTime value=\"2000\"/></Patient>",
        START + "<name><id value=\"x\"/></name></Patient>",
        START
            + "<extension><url value=\"http://e\"/><valueCode value=\"x\"/></extension></Patient>",
        START + "<contained/></Patient>",
        START + "<contained><Patient/><Patient/></contained></Patient>",
        START + "<gender xmlns=\"http://example.org\" value=\"male\"/></Patient>",
        START + "<text><status value=\"generated\"/><div>x</div></text></Patient>",
        START
            + "<text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\">"
            + "<script>x</script></div></text></Patient>",
        START + "<gender value=\"&nbsp;\"/></Patient>",
        "<!DOCTYPE Patient>" + START + "</Patient>",
        "<!DOCTYPE Patient [<!ENTITY a \"male\">]>" + START + "<gender value=\"&a;\"/></Patient>",
        "<!DOCTYPE Patient [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
            + START
            + "<gender value=\"&a;\"/></Patient>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + START + "</Patient>",
      })
  void xmlThatIsNoResourceIsRefused(String xml) {
    FhirResponse response =
        client.send(
            client
                .request("Patient")
                .header("Content-Type", XML)
                .POST(BodyPublishers.ofString(xml)));

    JsonNode issue = assertOutcome(response, 400);
    assertFalse(issue.path("diagnostics").asText().contains("root:"), response.body());
  }

  @Test
  @DisplayName("§3.4 XML that is nested too deep is refused")
  void xmlThatIsNestedTooDeepIsRefused() {
    String deep =
        START + "<extension url=\"a\">".repeat(5000) + "</extension>".repeat(5000) + "</Patient>";

    assertOutcome(
        client.send(
            client
                .request("Patient")
                .header("Content-Type", XML)
                .POST(BodyPublishers.ofString(deep))),
        400);
  }

  @Test
  @DisplayName("§11 a batch in XML: a mistake in one entry is that entry's")
  void mistakeInOneEntryIsThatEntrys() {
    String entry =
        "<entry><resource><Patient><gender value=\"%s\"/></Patient></resource><request><method"
            + " value=\"POST\"/><url value=\"Patient\"/></request></entry>";
    String batch =
        "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"batch\"/>"
            + String.format(entry, "male")
            + String.format(entry, "nonsense")
            + entry.replace("<gender", "<unknown")
            + "</Bundle>";

    FhirResponse answer =
        client.send(
            client
                .request("")
                .setHeader("Accept", XML)
                .header("Content-Type", XML)
                .POST(BodyPublishers.ofString(batch)));

    assertEquals(200, answer.status(), answer.body());
    assertEquals(1, answer.body().split("<status value=\"201").length - 1, answer.body());
    assertEquals(2, answer.body().split("<status value=\"400").length - 1, answer.body());
  }

  @Test
  @DisplayName("§10.1, F213 searches and histories come in XML that HAPI reads")
  void bundlesComeInXml() {
    String id = Samples.newId();
    client.put("Patient/" + id, Samples.patient(id, "Adams")).expect(201);
    for (String path : List.of("Patient?_id=" + id, "Patient/" + id + "/_history", "metadata")) {
      FhirResponse response = client.send(client.request(path).setHeader("Accept", XML));
      HAPI.newXmlParser()
          .setParserErrorHandler(new ca.uhn.fhir.parser.StrictErrorHandler())
          .parseResource(response.expect(200).body());
    }
  }
}
