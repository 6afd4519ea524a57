package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.examples.OfficialExamples;
import org.junit.jupiter.api.Test;

/** Holds extraction against HAPI's FHIRPath engine, over all official examples. */
class SearchValuesOracleTest {

  @Test
  void findsWhatFhirPathFindsInAllOfficialExamples() {
    FhirDefinitions definitions = FhirDefinitions.load();
    OracleComparison comparison =
        new OracleComparison(
            new SearchParameterRegistry(definitions, SearchParameterDefinitions.load()),
            new FhirJson(definitions));
    List<String> differences = new ArrayList<>();

    OfficialExamples.forEach(bytes -> differences.addAll(comparison.differences(bytes)));

    assertEquals("", String.join("\n", differences));
    assertTrue(comparison.compared() > 120_000, () -> comparison.compared() + " values");
  }
}
