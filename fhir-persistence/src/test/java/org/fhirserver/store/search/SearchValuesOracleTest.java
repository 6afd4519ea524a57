package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.model.examples.OfficialExamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds extraction against HAPI's FHIRPath engine, over all official examples. */
class SearchValuesOracleTest {

  private static final FhirDefinitions DEFINITIONS = FhirDefinitions.load();
  private static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(DEFINITIONS, SearchParameterDefinitions.load());
  private static final OracleComparison COMPARISON =
      new OracleComparison(REGISTRY, new FhirJson(DEFINITIONS));
  private static final int VARIANTS = 12;

  @Test
  void findsWhatFhirPathFindsInAllOfficialExamples() {
    List<String> differences = new ArrayList<>();

    OfficialExamples.forEach(bytes -> differences.addAll(COMPARISON.differences(bytes)));

    assertEquals("", String.join("\n", differences));
  }

  @ParameterizedTest
  @EnumSource(ResourceType.class)
  void findsWhatFhirPathFindsInResourcesWithEveryElement(ResourceType type) {
    List<String> differences = new ArrayList<>();
    for (int variant = 0; variant < VARIANTS; variant++) {
      String json = new SampleResources(DEFINITIONS, variant).resource(type);
      differences.addAll(COMPARISON.differences(json.getBytes(StandardCharsets.UTF_8)));
    }

    assertEquals("", String.join("\n", differences));
  }

  /** Else the comparisons above would compare nothing with nothing. */
  @ParameterizedTest
  @EnumSource(ResourceType.class)
  void findsSomethingForEachPath(ResourceType type) {
    Set<IndexPath> missing = new HashSet<>();
    REGISTRY.parameters(type).forEach(p -> p.sources().forEach(s -> missing.add(s.path())));
    for (int variant = 0; variant < VARIANTS; variant++) {
      String json = new SampleResources(DEFINITIONS, variant).resource(type);
      new SearchValues(REGISTRY)
          .extract(new FhirJson(DEFINITIONS).read(json.getBytes(StandardCharsets.UTF_8)))
          .forEach(value -> missing.remove(value.path()));
    }

    assertEquals(Set.of(), missing);
  }
}
