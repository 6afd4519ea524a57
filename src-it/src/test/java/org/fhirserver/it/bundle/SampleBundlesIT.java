package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.search.Searches;
import org.junit.jupiter.api.Test;

/** The sample patients load with the program that README.md names, and then all are there. */
@HttpTest(onOwnServers = true)
class SampleBundlesIT {
  /** What the archive holds. */
  private static final Map<String, Integer> RESOURCES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("AllergyIntolerance", 14),
              Map.entry("CarePlan", 21),
              Map.entry("CareTeam", 21),
              Map.entry("Claim", 377),
              Map.entry("Condition", 189),
              Map.entry("Device", 29),
              Map.entry("DiagnosticReport", 369),
              Map.entry("DocumentReference", 271),
              Map.entry("Encounter", 271),
              Map.entry("ExplanationOfBenefit", 377),
              Map.entry("ImagingStudy", 23),
              Map.entry("Immunization", 162),
              Map.entry("Location", 294),
              Map.entry("Medication", 28),
              Map.entry("MedicationAdministration", 28),
              Map.entry("MedicationRequest", 106),
              Map.entry("Observation", 1424),
              Map.entry("Organization", 293),
              Map.entry("Patient", 10),
              Map.entry("Practitioner", 293),
              Map.entry("PractitionerRole", 293),
              Map.entry("Procedure", 769),
              Map.entry("Provenance", 10),
              Map.entry("SupplyDelivery", 124)));

  @Test
  void loadCompletely(Servers servers) {
    FhirClient client = FhirClient.of(servers.withSample());

    Map<String, Integer> counts = new TreeMap<>();
    RESOURCES.keySet().forEach(type -> counts.put(type, count(client, type + "?_id:not=x")));
    assertEquals(RESOURCES, counts);
    assertReferencesLeadToResources(client);
  }

  private static void assertReferencesLeadToResources(FhirClient client) {
    int encounters = 0;
    for (JsonNode page : new Searches(client).pages("Encounter?_count=100")) {
      for (JsonNode entry : page.path("entry")) {
        JsonNode encounter = entry.path("resource");
        String patient = encounter.path("subject").path("reference").asText();
        String place = encounter.path("serviceProvider").path("reference").asText();
        assertTrue(patient.startsWith("Patient/"), patient);
        assertTrue(place.startsWith("Organization/"), place);
        encounters++;
      }
    }
    assertEquals(RESOURCES.get("Encounter"), encounters);
    int found = 0;
    for (String id : Searches.matches(client.get("Patient?_count=50").expect(200).json())) {
      found += count(client, "Encounter?patient=" + id);
    }
    assertEquals(encounters, found);
  }

  private static int count(FhirClient client, String search) {
    return client.get(search + "&_summary=count").expect(200).json().path("total").asInt();
  }
}
