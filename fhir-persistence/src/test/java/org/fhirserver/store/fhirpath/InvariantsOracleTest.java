package org.fhirserver.store.fhirpath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.examples.OfficialExamples;
import org.hl7.fhir.r4.model.Base;
import org.junit.jupiter.api.Test;

/** Holds the invariants against HAPI's FHIRPath engine, over all official examples. */
class InvariantsOracleTest {
  private static final FhirDefinitions DEFINITIONS = FhirDefinitions.load();
  private static final int LARGEST = 50_000;

  private final Invariants invariants = new Invariants(DEFINITIONS);
  private final FhirJson json = new FhirJson(DEFINITIONS);
  private final HapiEngine hapi = new HapiEngine();
  private final Map<String, Integer> differences = new TreeMap<>();

  @Test
  void saysOfOfficialExamplesWhatHapiSays() {
    OfficialExamples.forEach(
        example -> {
          if (example.length < LARGEST) {
            compare(new String(example, StandardCharsets.UTF_8));
          }
        });

    assertEquals(Map.of(), differences);
  }

  private void compare(String text) {
    Element resource = json.read(text.getBytes(StandardCharsets.UTF_8));
    Map<Element, Base> counterparts = hapi.counterparts(resource, text);
    invariants.forEach(
        resource,
        (invariant, scope) -> {
          Base base = counterparts.get(scope.context());
          if (base == null) {
            return;
          }
          Environment environment = scope.environment();
          Optional<Truth> expected =
              hapi.test(
                  invariant.text().expression(),
                  counterparts.get(environment.resource()),
                  counterparts.get(environment.rootResource()),
                  base);
          Truth found = invariant.test(scope);
          if (!expected.equals(Optional.of(found))) {
            if(System.getProperty("show")!=null) System.out.println(invariant.text().key()+" "+resource.type()+" "+resource.childValue("id")+" "+ElementPath.of(resource,scope.context())); differences.merge(invariant.text().key() + " " + found + " " + expected, 1, Integer::sum);
          }
        });
  }
}
