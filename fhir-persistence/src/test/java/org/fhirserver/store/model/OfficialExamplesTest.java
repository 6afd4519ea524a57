package org.fhirserver.store.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.fhirpath.Invariants;
import org.fhirserver.store.model.examples.OfficialExamples;
import org.junit.jupiter.api.Test;

class OfficialExamplesTest {
  private static final String EMPTY_NARRATIVE =
      "Element 'div' must not be empty or only whitespace";
  private static final String NO_BASE_DEFINITION =
      "Rule sdf-4 is broken: If the structure is not abstract, then there SHALL be a"
          + " baseDefinition";
  private static final String NO_BASE = "Element 'base' is missing in SearchParameter";

  /** The examples that break the specification, with what they break. */
  private static final Map<String, String> INVALID =
      Map.ofEntries(
          Map.entry("ActivityDefinition/blood-tubes-supply", EMPTY_NARRATIVE),
          Map.entry("ActivityDefinition/heart-valve-replacement", EMPTY_NARRATIVE),
          Map.entry("EventDefinition/example", EMPTY_NARRATIVE),
          Map.entry("Questionnaire/zika-virus-exposure-assessment", EMPTY_NARRATIVE),
          Map.entry("ImplementationGuide/fhir", "Element 'name' is missing in ImplementationGuide"),
          Map.entry("Questionnaire/qs1", "Element 'linkId' is missing in Questionnaire.item"),
          Map.entry("SearchParameter/codesystem-extensions-CodeSystem-author", NO_BASE),
          Map.entry("SearchParameter/codesystem-extensions-CodeSystem-effective", NO_BASE),
          Map.entry("SearchParameter/codesystem-extensions-CodeSystem-end", NO_BASE),
          Map.entry("SearchParameter/codesystem-extensions-CodeSystem-keyword", NO_BASE),
          Map.entry("SearchParameter/codesystem-extensions-CodeSystem-workflow", NO_BASE),
          Map.entry(
              "SearchParameter/questionnaireresponse-extensions-QuestionnaireResponse-item-subject",
              "Element 'id' has not the format of id: "
                  + "'questionnaireresponse-extensions-Questio...'"),
          Map.entry("SearchParameter/valueset-extensions-ValueSet-author", NO_BASE),
          Map.entry("SearchParameter/valueset-extensions-ValueSet-effective", NO_BASE),
          Map.entry("SearchParameter/valueset-extensions-ValueSet-end", NO_BASE),
          Map.entry("SearchParameter/valueset-extensions-ValueSet-keyword", NO_BASE),
          Map.entry("SearchParameter/valueset-extensions-ValueSet-workflow", NO_BASE),
          Map.entry("StructureDefinition/Definition", NO_BASE_DEFINITION),
          Map.entry("StructureDefinition/Event", NO_BASE_DEFINITION),
          Map.entry("StructureDefinition/FiveWs", NO_BASE_DEFINITION),
          Map.entry("StructureDefinition/Request", NO_BASE_DEFINITION));

  private final FhirDefinitions definitions = FhirDefinitions.load();
  private final FhirJson json = new FhirJson(definitions, new Invariants(definitions));

  @Test
  void everyExampleIsWrittenWithTheValuesThatWereRead() {
    AtomicInteger count = new AtomicInteger();
    OfficialExamples.forEach(
        example -> {
          byte[] written = json.write(json.read(example));
          if (!ExactJson.tree(example).equals(ExactJson.tree(written))) {
            assertEquals(
                ExactJson.tree(example).toPrettyString(), ExactJson.tree(written).toPrettyString());
          }
          count.incrementAndGet();
        });
    assertEquals(5273, count.get());
  }

  @Test
  void examplesThatBreakTheSpecificationAreRefused() {
    Map<String, String> found = new TreeMap<>();
    OfficialExamples.forEachInvalid(
        example -> {
          JsonNode tree = ExactJson.tree(example);
          FhirException refusal = assertThrows(FhirException.class, () -> json.read(example));
          found.put(
              tree.path("resourceType").asText().substring(7)
                  + "/"
                  + tree.path("id").asText().substring(7),
              refusal.issues().get(0).diagnostics());
        });
    assertEquals(INVALID, found);
  }
}
