package org.fhirserver.service.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.FhirDefinitions;
import org.junit.jupiter.api.Test;

class ResourceViewsTest {
  private static final String TAG =
      "{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\","
          + "\"code\":\"SUBSETTED\"}";
  private static final String PATIENT =
      "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"meta\":{\"versionId\":\"1\",\"tag\":[{\"code\":"
          + "\"a\"}]},\"implicitRules\":\"http://x\",\"language\":\"de\",\"text\":{\"status\":"
          + "\"generated\",\"div\":\"<div>\\u00e4</div>\"},\"extension\":[{\"url\":\"http://e\","
          + "\"valueDecimal\":1.50}],\"active\":true,\"name\":[{\"family\":\"A\",\"extension\":[{"
          + "\"url\":\"http://e\",\"valueString\":\"x\"}]},{\"extension\":[{\"url\":\"http://e\","
          + "\"valueString\":\"y\"}]}],\"birthDate\":\"1970-01-01\",\"_birthDate\":{\"id\":\"b\"},"
          + "\"contact\":[{\"gender\":\"male\"}]}";
  private static final String START =
      "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"meta\":{\"tag\":["
          + TAG
          + ",{\"code\":\"a\"}],\"versionId\":\"1\"},\"implicitRules\":\"http://x\"";

  private final ResourceViews views = new ResourceViews(FhirDefinitions.load());

  @Test
  void wholeResourceIsTheSameBytes() {
    byte[] json = PATIENT.getBytes(StandardCharsets.UTF_8);

    assertSame(json, ResourceView.WHOLE.apply(json));
    assertSame(ResourceView.WHOLE, views.of(QueryString.parse("_summary=false")));
    assertSame(ResourceView.WHOLE, views.of(QueryString.parse("name=x")));
  }

  @Test
  void summaryHasWhatTheDefinitionsMark() {
    assertEquals(
        START
            + ",\"active\":true,\"name\":[{\"family\":\"A\"},{\"extension\":[{\"url\":\"http://e\","
            + "\"valueString\":\"y\"}]}],\"birthDate\":\"1970-01-01\",\"_birthDate\":{\"id\":"
            + "\"b\"}}",
        seen("_summary=true", PATIENT));
  }

  @Test
  void summaryKeepsMandatoryPartsOfWhatItKeeps() {
    assertEquals(
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":{"
            + "\"resourceType\":\"Patient\",\"contact\":[{\"gender\":\"male\"}]}}],\"meta\":{"
            + "\"tag\":["
            + TAG
            + "]}}",
        seen(
            "_summary=true",
            "{\"resourceType\":\"Bundle\",\"language\":\"de\",\"type\":\"collection\",\"entry\":[{"
                + "\"resource\":{\"resourceType\":\"Patient\",\"contact\":[{\"gender\":\"male\"}]"
                + "}}]}"));
  }

  @Test
  void textIsTheNarrativeAndWhatMustBeThere() {
    assertEquals(
        START
            + ",\"text\":{\"status\":\"generated\",\"div\":\"<div>\\u00e4</div>\"},\"active\":true}",
        seen("_summary=text", PATIENT));
    assertEquals(
        "{\"resourceType\":\"Observation\",\"id\":\"o\",\"meta\":{\"tag\":["
            + TAG
            + "]},\"status\":\"final\",\"code\":{\"text\":\"c\"}}",
        seen(
            "_summary=text",
            "{\"resourceType\":\"Observation\",\"id\":\"o\",\"meta\":{},\"status\":\"final\","
                + "\"code\":{\"text\":\"c\"},\"valueInteger\":5}"));
  }

  @Test
  void dataIsAllButTheNarrative() {
    assertEquals(
        START + ",\"language\":\"de\"" + PATIENT.substring(PATIENT.indexOf(",\"extension\"")),
        seen("_summary=data", PATIENT));
  }

  @Test
  void elementsAreThoseOfTheListAndWhatMustBeThere() {
    String expected =
        START + ",\"active\":true,\"birthDate\":\"1970-01-01\",\"_birthDate\":{\"id\":\"b\"}}";

    assertEquals(expected, seen("_elements=birthDate,nonsense,Observation.name", PATIENT));
    assertEquals(expected, seen("_elements=Patient.birthDate", PATIENT));
  }

  @Test
  void choiceIsListedWithoutItsType() {
    String observation =
        "{\"resourceType\":\"Observation\",\"meta\":{\"tag\":["
            + TAG
            + "]},\"status\":\"final\",\"code\":{\"text\":\"c\"},\"valueQuantity\":{\"value\":1.50}}";

    assertEquals(
        observation,
        seen(
            "_elements=value",
            "{\"resourceType\":\"Observation\",\"meta\":{},\"status\":\"final\",\"code\":{"
                + "\"text\":\"c\"},\"valueQuantity\":{\"value\":1.50},\"effectiveDateTime\":\"2020\"}"));
  }

  @Test
  void numberIsNothingToSeeOfOneResource() {
    assertThrows(FhirException.class, () -> views.of(QueryString.parse("_summary=count")));
  }

  private String seen(String query, String resource) {
    byte[] json = resource.getBytes(StandardCharsets.UTF_8);
    return new String(views.of(QueryString.parse(query)).apply(json), StandardCharsets.UTF_8);
  }
}
