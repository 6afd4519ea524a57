package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fhirserver.store.fhirpath.Invariants;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.junit.jupiter.api.Test;

class FullTextExtractionTest {
  private static final FhirDefinitions DEFINITIONS = FhirDefinitions.load();
  private static final FhirJson JSON = new FhirJson(DEFINITIONS, new Invariants(DEFINITIONS));

  private static final String RESOURCE =
      """
      {"resourceType": "Observation", "id": "an-id", "language": "en",
       "meta": {"profile": ["http://example.org/profile"], "tag": [{"code": "t", "display": "Tag"}]},
       "text": {"status": "generated", "div": "<div><p>Narrative</p></div>"},
       "contained": [{"resourceType": "Device", "id": "d", "lotNumber": "LOT 1"}],
       "extension": [{"id": "e", "url": "http://example.org/extension", "valueString": "Extended"}],
       "identifier": [{"system": "urn:system", "value": "MRN 1"}],
       "status": "final",
       "code": {"coding": [{"system": "http://loinc.org", "code": "1-8", "display": "Shown"}],
                "text": "Text"},
       "subject": {"reference": "Patient/p", "display": "Name"},
       "effectiveDateTime": "2020-01-01",
       "valueQuantity": {"value": 5, "unit": "mg", "code": "mg"},
       "note": [{"text": "*Marked* down"}]}
      """;

  @Test
  void takesWhatPeopleRead() {
    assertEquals(
        List.of(
            "Observation._text: [ Narrative ]",
            "Observation._content: [Tag,  Narrative , LOT 1, Extended, MRN 1, Shown, Text, Name,"
                + " mg, *Marked* down]"),
        texts(FullTextLevel.CONTENT));
  }

  @Test
  void takesNoMoreThanTheLevelSays() {
    assertEquals(List.of("Observation._text: [ Narrative ]"), texts(FullTextLevel.NARRATIVE));
    assertEquals(List.of(), texts(FullTextLevel.NONE));
  }

  private static List<String> texts(FullTextLevel level) {
    List<IndexValue> values = new ArrayList<>();
    FullTextExtraction.add(
        JSON.readStored(RESOURCE.getBytes(StandardCharsets.UTF_8)), level, values);
    return values.stream()
        .map(IndexValue.FullText.class::cast)
        .map(
            value ->
                value.path().expression()
                    + ": "
                    + value.texts().stream().map(text -> text.replaceAll(" +", " ")).toList())
        .toList();
  }
}
