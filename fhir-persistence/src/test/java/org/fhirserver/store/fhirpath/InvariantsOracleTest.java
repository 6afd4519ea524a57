package org.fhirserver.store.fhirpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.model.examples.OfficialExamples;
import org.fhirserver.store.search.SampleResources;
import org.hl7.fhir.r4.model.Base;
import org.junit.jupiter.api.Test;

/** Holds the invariants against HAPI's FHIRPath engine: what they say of each element. */
class InvariantsOracleTest {
  private static final FhirDefinitions DEFINITIONS = FhirDefinitions.load();
  private static final int LARGEST = 30_000;
  private static final int VARIANTS = 6;

  private final Invariants invariants = new Invariants(DEFINITIONS);
  private final FhirJson json = new FhirJson(DEFINITIONS);
  private final HapiEngine hapi = new HapiEngine();
  private final Map<String, Integer> differences = new TreeMap<>();
  private int broken;

  /**
   * In dom-3 HAPI's "as" takes one element only, where several are meant; in que-7 it holds that a
   * FHIR boolean is no Boolean.
   */
  @Test
  void saysOfOfficialExamplesWhatHapiSays() {
    OfficialExamples.forEach(
        example -> {
          if (example.length < LARGEST) {
            compare(new String(example, StandardCharsets.UTF_8));
          }
        });

    assertEquals(Map.of("dom-3 TRUE FALSE", 3, "que-7 TRUE FALSE", 1), differences);
  }

  /**
   * HAPI finds nothing behind a reference, of which ctm-1 asks for the type, and holds that a date
   * is in the zone of the time that it is compared with.
   */
  @Test
  void saysOfResourcesWithEveryElementWhatHapiSays() {
    for (int variant = 0; variant < VARIANTS; variant++) {
      for (ResourceType type : ResourceType.values()) {
        compare(new SampleResources(DEFINITIONS, variant).resource(type));
      }
    }

    assertEquals(
        Map.of(
            "ctm-1 FALSE TRUE", 10,
            "inv-1 UNKNOWN TRUE", 6,
            "mdd-1 UNKNOWN TRUE", 6,
            "per-1 UNKNOWN TRUE", 5130),
        differences);
    assertTrue(broken > 1000, "Broken: " + broken);
  }

  private void compare(String text) {
    Element resource = json.read(text.getBytes(StandardCharsets.UTF_8));
    Map<Element, Base> counterparts = hapi.counterparts(resource, text);
    invariants.forEach(resource, (invariant, scope) -> compare(invariant, scope, counterparts));
  }

  private void compare(Invariant invariant, Scope scope, Map<Element, Base> counterparts) {
    Base base = counterparts.get(scope.context());
    if (base == null) {
      return;
    }
    Optional<Truth> expected =
        hapi.test(
            invariant.text().expression(),
            counterparts.get(scope.environment().resource()),
            counterparts.get(scope.environment().rootResource()),
            base);
    Truth found = invariant.test(scope);
    if (found == Truth.FALSE) {
      broken++;
    }
    if (expected.isPresent() && expected.get() != found) {
      differences.merge(
          invariant.text().key() + " " + found + " " + expected.get(), 1, Integer::sum);
    }
  }
}
