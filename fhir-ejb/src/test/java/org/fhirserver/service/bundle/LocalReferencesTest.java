package org.fhirserver.service.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalReferencesTest {
  private static final String FULL_URL = "urn:uuid:05efabf0-4be2-4561-91ce-51548425acb9";
  private static final String OTHER_URL = "urn:uuid:05efabf0-4be2-4561-91ce-51548425acb0";
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

  private static String rewritten(String resource) {
    LocalReferences references = new LocalReferences();
    references.add(FULL_URL, new ResourceKey(ResourceType.PATIENT, "p1"));
    Element element = JSON.read(resource.getBytes(StandardCharsets.UTF_8));

    references.rewrite(element);

    return new String(JSON.write(element), StandardCharsets.UTF_8);
  }

  private static String template(String template, String url) {
    return template.replace('\'', '"').formatted(url);
  }
}
