package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.Servers.DatabaseKind;
import org.junit.jupiter.api.Test;

/**
 * No common search reads a large table from end to end on PostgreSQL, as its own plans tell by
 * {@code $explain}. The sample patients are few; {@code -Dplans.archive=} names a larger Synthea
 * archive.
 */
@HttpTest(onOwnServers = true)
class PlanGateIT {
  /** A table with more rows is large. */
  private static final long LARGE = 10_000;

  private static final Pattern SCAN =
      Pattern.compile(
          "Seq Scan on (resource\\w*|index_\\w+)[^\\n]*actual [^\\n]*rows=([0-9.]+)[^\\n]*"
              + "(?:\\n(?!\\s*->)[^\\n]*)*?(?:Rows Removed by Filter: (\\d+))?(?=\\n|$)");

  private static final List<String> SEARCHES =
      List.of(
          "Patient?gender=male&_count=20",
          "Patient?identifier=x",
          "Observation?code=http://loinc.org%7C8302-2&_count=20",
          "Condition?code=http://snomed.info/sct%7C44054006&_count=20",
          "Encounter?status=finished&class=EMER&_count=20",
          "Observation?category=laboratory&patient={patient}&_count=50",
          "Condition?patient={patient}&clinical-status=active&_count=50",
          "Patient?family=smi",
          "Patient?family:exact=Smith",
          "Patient?name:contains=mit",
          "Patient?address-city=Boston",
          "Patient?birthdate=ge1950-01-01&birthdate=lt1960-01-01&_count=20",
          "Encounter?date=ge2020-01-01&date=lt2020-02-01&_count=20",
          "Observation?code=http://loinc.org%7C8302-2&date=ge2020-01-01&date=lt2021-01-01",
          "Observation?patient={patient}&_count=50",
          "Condition?subject=Patient/{patient}&_count=50",
          "Observation?encounter={encounter}&_count=50",
          "Observation?code=http://loinc.org%7C8302-2"
              + "&value-quantity=gt160%7Chttp://unitsofmeasure.org%7Ccm&_count=20",
          "Observation?code-value-quantity=http://loinc.org%7C8302-2$gt160"
              + "%7Chttp://unitsofmeasure.org%7Ccm&_count=20",
          "Observation?component-code-value-quantity=http://loinc.org%7C8480-6$gt120"
              + "%7Chttp://unitsofmeasure.org%7Cmm%5BHg%5D&_count=20",
          "Observation?patient.family=smi&code=http://loinc.org%7C8302-2&_count=20",
          "Encounter?service-provider:Organization.name=hos&_count=20",
          "Patient?_has:Condition:patient:code=http://snomed.info/sct%7C44054006&_count=20",
          "Patient?_has:Observation:patient:code=http://loinc.org%7C8302-2&gender=female",
          "Encounter?_id={encounter}&_include=Encounter:service-provider"
              + "&_include=Encounter:participant&_include=Encounter:patient",
          "MedicationRequest?patient={patient}&_include=MedicationRequest:requester"
              + "&_include=MedicationRequest:encounter&_count=20",
          "Patient?_id={patient}&_revinclude=Condition:patient&_revinclude=Encounter:patient",
          "Observation?patient={patient}&_sort=-date&_count=20",
          "Patient?gender=male&_sort=birthdate&_count=20",
          "Observation?_sort=-_lastUpdated&_count=20",
          "Observation?code=http://loinc.org%7C8302-2&_summary=count");

  @Test
  void readsNoLargeTableFromEndToEnd(Servers servers) {
    assumeTrue(
        servers.databaseKind() == DatabaseKind.POSTGRESQL, "Derby's plans have no such form");
    String archive = System.getProperty("plans.archive", "");
    if (archive.isEmpty()) {
      assertNoLargeScans(FhirClient.of(servers.withSample()));
      return;
    }
    try (ServerUnderTest server = servers.startWith(archive)) {
      assertNoLargeScans(FhirClient.of(server));
    }
  }

  private static void assertNoLargeScans(FhirClient client) {
    String patient = first(client, "Patient");
    String encounter = first(client, "Encounter");
    List<String> scans = new ArrayList<>();
    int plans = 0;
    for (String search : SEARCHES) {
      String url = search.replace("{patient}", patient).replace("{encounter}", encounter);
      for (String plan : plans(client, url.replaceFirst("\\?", "/\\$explain?"))) {
        plans++;
        largeScans(plan).forEach(scan -> scans.add(url + "\n  " + scan));
      }
    }
    assertEquals("", String.join("\n", scans));
    assertTrue(plans > SEARCHES.size(), plans + " plans");
  }

  private static String first(FhirClient client, String type) {
    return Searches.matches(client.get(type + "?_count=1").expect(200).json()).get(0);
  }

  private static List<String> plans(FhirClient client, String url) {
    List<String> plans = new ArrayList<>();
    for (JsonNode parameter : client.get(url).expect(200).json().path("parameter")) {
      for (JsonNode part : parameter.path("part")) {
        if (part.path("name").asText().equals("plan")) {
          plans.add(part.path("valueString").asText());
        }
      }
    }
    return plans;
  }

  private static List<String> largeScans(String plan) {
    List<String> scans = new ArrayList<>();
    Matcher scan = SCAN.matcher(plan);
    while (scan.find()) {
      long removed = scan.group(3) == null ? 0 : Long.parseLong(scan.group(3));
      if (Double.parseDouble(scan.group(2)) + removed > LARGE) {
        scans.add(scan.group());
      }
    }
    return scans;
  }
}
