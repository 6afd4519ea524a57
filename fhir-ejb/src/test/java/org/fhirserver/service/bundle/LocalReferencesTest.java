package org.fhirserver.service.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalReferencesTest {
  private static final String FULL_URL = "urn:uuid:05efabf0-4be2-4561-91ce-51548425acb9";
  private static final String OTHER_URL = "urn:uuid:05efabf0-4be2-4561-91ce-51548425acb0";
  private static final String REST_URL = "http://x/fhir/Patient/9";
  private static final FhirJson JSON = new FhirJson(FhirDefinitions.load());

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Reference, also in an extension, a contained resource and a choice of types.
        "{'resourceType':'Patient','managingOrganization':{'reference':'%s'}}",
        "{'resourceType':'Patient','extension':[{'url':'http://x','valueReference':"
            + "{'reference':'%s'}}]}",
        "{'resourceType':'Patient','contained':[{'resourceType':'Patient','id':'c',"
            + "'link':[{'other':{'reference':'%s'},'type':'refer'}]}]}",
        "{'resourceType':'Patient','_birthDate':{'extension':[{'url':'http://x','valueReference':"
            + "{'reference':'%s'}}]}}",
        // uri, url and canonical.
        "{'resourceType':'Patient','extension':[{'url':'http://x','valueUri':'%s'}]}",
        "{'resourceType':'Patient','extension':[{'url':'http://x','valueUrl':'%s'}]}",
        "{'resourceType':'Patient','extension':[{'url':'http://x','valueCanonical':'%s'}]}",
        "{'resourceType':'DocumentReference','status':'current','content':[{'attachment':"
            + "{'url':'%s'}}]}",
        "{'resourceType':'QuestionnaireResponse','status':'completed','questionnaire':'%s'}",
        "{'resourceType':'Patient','meta':{'source':'%s'}}",
        // Links of the narrative; they may stand in single quotes, see below.
        "{'resourceType':'Patient','text':{'status':'generated','div':'<div"
            + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><a href=\\\"%s\\\">x</a></div>'}}",
        "{'resourceType':'Patient','text':{'status':'generated','div':'<div"
            + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><img alt=\\\"a\\\""
            + " src=\\\"%s\\\"/></div>'}}",
      })
  void rewritesWhereverTheFullUrlStands(String template) {
    assertEquals(template(template, "Patient/p1"), rewritten(template(template, FULL_URL)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'resourceType':'Patient','name':[{'text':'%s'}]}",
        "{'resourceType':'Patient','identifier':[{'value':'%s'}]}",
        "{'resourceType':'Patient','managingOrganization':{'display':'%s'}}",
        "{'resourceType':'Patient','extension':[{'url':'http://x','valueString':'%s'}]}",
        "{'resourceType':'Patient','text':{'status':'generated','div':'<div"
            + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\">%s</div>'}}",
        "{'resourceType':'Patient','text':{'status':'generated','div':'<div"
            + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><a title=\\\"%s\\\">x</a></div>'}}",
      })
  void leavesTextsThatAreNoLinks(String template) {
    assertEquals(template(template, FULL_URL), rewritten(template(template, FULL_URL)));
  }

  @Test
  void rewritesLinksInSingleQuotes() {
    String narrative =
        """
        {"resourceType":"Patient","text":{"status":"generated",\
        "div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><a class='x' href = %s>x</a></div>"}}\
        """;

    assertEquals(
        narrative.formatted("\\\"Patient/p1\\\""),
        rewritten(narrative.formatted("'" + FULL_URL + "'")));
  }

  @Test
  void leavesOtherUrls() {
    String resource =
        template("{'resourceType':'Patient','managingOrganization':{'reference':'%s'}}", OTHER_URL);

    assertEquals(resource, rewritten(resource));
  }

  @ParameterizedTest
  @CsvSource({
    "urn:uuid:05efabf0-4be2-4561-91ce-51548425acb9|2.0, Patient/p1|2.0",
    "urn:uuid:05efabf0-4be2-4561-91ce-51548425acb9#part, Patient/p1#part",
    "urn:uuid:05efabf0-4be2-4561-91ce-51548425acb9|2#part, Patient/p1|2#part",
  })
  void keepsVersionAndFragmentOfACanonical(String canonical, String expected) {
    String resource = "{'resourceType':'Patient','meta':{'profile':['%s']}}";

    assertEquals(template(resource, expected), rewritten(template(resource, canonical)));
  }

  @ParameterizedTest
  @CsvSource({
    "http://x/fhir/Patient/9, Patient/p1",
    "http://x/fhir/Patient/9/_history/7, Patient/p1/_history/3",
    "http://x/fhir/Patient/9#part, Patient/p1#part",
    "Patient/9, Patient/p1",
    "Patient/9/_history/7, Patient/p1/_history/3",
    "Patient/8, Patient/8",
    "http://y/fhir/Patient/9, http://y/fhir/Patient/9",
    "#9, #9",
    "urn:uuid:9, urn:uuid:9",
  })
  void resolvesReferencesAgainstTheFullUrlOfTheirEntry(String reference, String expected) {
    String resource =
        "{'resourceType':'Group','managingEntity':{'reference':'%s'},"
            + "'type':'person','actual':true}";

    assertEquals(
        template(resource, expected),
        rewritten(template(resource, reference), REST_URL, "http://x/fhir/Group/1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "urn:uuid:9", "http://y/fhir/Group/1", "http://x/Group"})
  void leavesRelativeReferencesOfEntriesFromElsewhere(String fullUrl) {
    String resource =
        template(
            "{'resourceType':'Patient','managingOrganization':{'reference':'%s'}}", "Patient/9");

    assertEquals(resource, rewritten(resource, REST_URL, fullUrl));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'resourceType':'ValueSet','status':'draft','url':'%s'}",
        "{'resourceType':'Patient','extension':[{'url':'%s','valueBoolean':true}]}",
        "{'resourceType':'Patient','identifier':[{'system':'%s','value':'1'}]}",
        "{'resourceType':'Patient','maritalStatus':{'coding':[{'system':'%s','code':'1'}]}}",
        "{'resourceType':'Patient','meta':{'profile':['%s']}}",
      })
  void leavesNames(String template) {
    assertEquals(
        template(template, REST_URL),
        rewritten(template(template, REST_URL), REST_URL, "http://x/fhir/Patient/1"));
  }

  private static String rewritten(String resource) {
    return rewritten(resource, FULL_URL, FULL_URL);
  }

  private static String rewritten(String resource, String known, String ownFullUrl) {
    LocalReferences references = new LocalReferences();
    references.add(known, new ResourceKey(ResourceType.PATIENT, "p1"), () -> 3);
    Element element = JSON.read(resource.getBytes(StandardCharsets.UTF_8));

    references.rewrite(element, Optional.of(ownFullUrl).filter(url -> !url.isEmpty()));

    return new String(JSON.write(element), StandardCharsets.UTF_8);
  }

  private static String template(String template, String url) {
    return template.replace('\'', '"').formatted(url);
  }
}
