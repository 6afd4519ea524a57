package org.fhirserver.it.operation;

import static org.fhirserver.it.Outcomes.assertHeaders;
import static org.fhirserver.it.Outcomes.assertJson;
import static org.fhirserver.it.Outcomes.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The record of a patient: §12.2.
 *
 * @see <a href="https://hl7.org/fhir/R4/operation-patient-everything.html">$everything</a>
 */
@HttpTest
class EverythingIT {
  private final FhirClient client;
  private final PatientRecords records;
  private final String base;

  EverythingIT(FhirClient client) {
    this.client = client;
    this.records = new PatientRecords(client);
    this.base = client.base().toString();
  }

  @Test
  @DisplayName("§12.2 a record holds the patient, its compartment and what these refer to")
  void recordHoldsPatientCompartmentAndSupport() {
    String owner = records.put("Organization", ",'name':'Owner'");
    String hospital = records.put("Organization", ",'name':'Hospital'");
    String doctor = records.put("Practitioner", ",'name':[{'family':'Who'}]");
    String role =
        records.put(
            "PractitionerRole", ",'practitioner':{'reference':'Practitioner/" + doctor + "'}");
    String drug = records.put("Medication", ",'code':{'text':'drug'}");
    String patient =
        records.put(
            "Patient", ",'managingOrganization':{'reference':'Organization/" + hospital + "'}");
    String observation =
        records.observation(
            patient, ",'performer':[{'reference':'PractitionerRole/" + role + "'}]");
    String request =
        records.put(
            "MedicationRequest",
            ",'status':'active','intent':'order','medicationReference':{'reference':'Medication/"
                + drug
                + "'},'subject':{'reference':'Patient/"
                + patient
                + "'}");
    String device =
        records.put(
            "Device",
            ",'patient':{'reference':'Patient/"
                + patient
                + "'},'owner':{'reference':'Organization/"
                + owner
                + "'}");
    String stranger = records.put("Patient", "");
    records.observation(stranger, ",'performer':[{'reference':'Practitioner/" + doctor + "'}]");

    FhirResponse response = client.get("Patient/" + patient + "/$everything").expect(200);

    assertHeaders(response);
    assertJson(response);
    JsonNode bundle = response.json();
    assertEquals("Bundle", bundle.path("resourceType").asText());
    assertEquals("searchset", bundle.path("type").asText());
    assertEquals(
        base + "Patient/" + patient + "/$everything",
        PatientRecords.link(bundle, "self").orElseThrow());
    assertTrue(PatientRecords.link(bundle, "next").isEmpty());
    assertEquals(
        Set.of(
            "Patient/" + patient,
            "Observation/" + observation,
            "MedicationRequest/" + request,
            "Device/" + device),
        Set.copyOf(PatientRecords.keys(List.of(bundle), "match")));
    assertEquals(
        sorted(
            "Organization/" + owner,
            "Organization/" + hospital,
            "Practitioner/" + doctor,
            "PractitionerRole/" + role,
            "Medication/" + drug),
        new TreeSet<>(PatientRecords.keys(List.of(bundle), "include")));
    JsonNode first = bundle.path("entry").path(0);
    assertEquals(base + "Patient/" + patient, first.path("fullUrl").asText());
    assertEquals(client.get("Patient/" + patient).json(), first.path("resource"));
  }

  @Test
  @DisplayName("§12.2 a resource that belongs to the patient in several ways comes once")
  void resourceComesOnce() {
    String patient = records.put("Patient", "");
    String self = "{'reference':'Patient/" + patient + "'}";
    String observation = records.observation(patient, ",'performer':[" + self + "]");
    String claim =
        records.put(
            "Communication",
            ",'status':'completed','subject':"
                + self
                + ",'sender':"
                + self
                + ",'recipient':["
                + self
                + "]");

    assertEquals(
        List.of("Patient/" + patient, "Communication/" + claim, "Observation/" + observation),
        records.keys("Patient/" + patient + "/$everything"));
  }

  @Test
  @DisplayName("§12.2 seealso brings the records of the linked patient too")
  void seeAlsoBringsLinkedRecords() {
    String other = records.put("Patient", "");
    String ofOther = records.observation(other, "");
    String patient =
        records.put(
            "Patient",
            ",'link':[{'type':'seealso','other':{'reference':'Patient/" + other + "'}}]");
    String own = records.observation(patient, "");
    records.put(
        "Patient",
        other,
        ",'link':[{'type':'seealso','other':{'reference':'Patient/" + patient + "'}}]");

    List<String> keys = records.keys("Patient/" + patient + "/$everything");

    assertEquals(
        List.of(
            "Patient/" + patient,
            "Patient/" + other,
            "Observation/" + ofOther,
            "Observation/" + own),
        keys);
  }

  @Test
  @DisplayName("§12.2 a replaced patient: strictly 301 with the other, leniently a warning")
  void replacedPatientLeadsToTheOther() {
    String other = records.put("Patient", "");
    String patient =
        records.put(
            "Patient",
            ",'active':false,'link':[{'type':'replaced-by','other':{'reference':'Patient/"
                + other
                + "'}}]");
    String observation = records.observation(patient, "");
    String text =
        "The patient with id `"
            + patient
            + "` is no longer relevant. Use patient with id `"
            + other
            + "` instead.";

    FhirResponse strict =
        client.get("Patient/" + patient + "/$everything?_count=5", "Prefer", "handling=strict");

    JsonNode issue = assertOutcome(strict, 301, "conflict");
    assertEquals(text, issue.path("diagnostics").asText());
    String url = base + "Patient/" + other + "/$everything?_count=5";
    assertEquals(Optional.of(url), strict.header("Content-Location"));
    assertEquals(Optional.of(url), strict.header("Location"));

    JsonNode lenient =
        client
            .get("Patient/" + patient + "/$everything", "Prefer", "handling=lenient")
            .expect(200)
            .json();
    JsonNode outcome = lenient.path("entry").path(0);
    assertEquals("outcome", outcome.path("search").path("mode").asText());
    JsonNode warning = outcome.path("resource").path("issue").path(0);
    assertEquals("warning", warning.path("severity").asText());
    assertEquals("conflict", warning.path("code").asText());
    assertEquals(text, warning.path("diagnostics").asText());
    assertEquals(
        List.of("Patient/" + patient, "Observation/" + observation),
        PatientRecords.keys(List.of(lenient), "match"));
  }

  @Test
  @DisplayName("§12.2 start and end narrow the record to the time of care")
  void startAndEndNarrowToTimeOfCare() {
    String patient = records.put("Patient", ",'birthDate':'1950-01-01'");
    String early = records.observation(patient, ",'effectiveDateTime':'2019-06-01'");
    String late = records.observation(patient, ",'effectiveDateTime':'2021-06-01T10:00:00Z'");
    String undated = records.observation(patient, "");
    String everything = "Patient/" + patient + "/$everything";
    String always = "Observation/" + undated + " Patient/" + patient;

    assertEquals(
        join("Observation/" + late, always), records.sorted(everything + "?start=2020-01-01"));
    assertEquals(
        join("Observation/" + early, always), records.sorted(everything + "?end=2020-01-01"));
    assertEquals(
        join("Observation/" + late, always),
        records.sorted(everything + "?start=2021-06-01&end=2021-06-01"));
    assertEquals(always, records.sorted(everything + "?start=2022-01-01"));
  }

  @Test
  @DisplayName("§12.2 _since narrows the record to what has changed since")
  void sinceNarrowsToWhatHasChanged() {
    String patient = records.put("Patient", "");
    records.observation(patient, "");
    String second = records.observation(patient, "");
    String everything = "Patient/" + patient + "/$everything?_since=";
    String since =
        client.get("Observation/" + second).json().path("meta").path("lastUpdated").asText();

    assertEquals(List.of("Observation/" + second), records.keys(everything + since));
    assertEquals(3, records.keys(everything + "2020-01-01T00:00:00Z").size());
    assertEquals(List.of(), records.keys(everything + "3000"));
  }

  @Test
  @DisplayName("§12.2 _type narrows the record; a type that is not there finds nothing")
  void typeNarrows() {
    String doctor = records.put("Practitioner", "");
    String patient =
        records.put(
            "Patient", ",'generalPractitioner':[{'reference':'Practitioner/" + doctor + "'}]");
    String observation = records.observation(patient, "");
    String everything = "Patient/" + patient + "/$everything?_type=";

    assertEquals(List.of("Observation/" + observation), records.keys(everything + "Observation"));
    assertEquals(List.of("Practitioner/" + doctor), records.keys(everything + "Practitioner"));
    assertEquals(
        List.of("Patient/" + patient, "Observation/" + observation),
        records.keys(everything + "Observation,Patient"));
    assertEquals(
        List.of("Patient/" + patient, "Observation/" + observation),
        records.keys(everything + "Observation&_type=Patient"));
    JsonNode nothing = client.get(everything + "foo").expect(200).json();
    assertEquals("searchset", nothing.path("type").asText());
    assertFalse(nothing.has("entry"));
  }

  @Test
  @DisplayName("§12.2 pages lead through a large record, each resource once, while others write")
  void pagesLeadThroughLargeRecord() {
    String doctor = records.put("Practitioner", "");
    String patient = records.put("Patient", "");
    int size = 2500;
    for (int i = 0; i < 10; i++) {
      client.post("", observations(patient, doctor, size / 10)).expect(200);
    }
    String condition =
        records.put("Condition", ",'subject':{'reference':'Patient/" + patient + "'}");

    int pages = 0;
    List<String> keys = new java.util.ArrayList<>();
    Optional<String> next = Optional.of("Patient/" + patient + "/$everything?_count=150");
    while (next.isPresent()) {
      JsonNode page = client.get(next.get()).expect(200).json();
      List<String> matches = PatientRecords.keys(List.of(page), "match");
      assertTrue(matches.size() <= 151, "page of " + matches.size());
      keys.addAll(PatientRecords.keys(List.of(page), "match|include"));
      next = PatientRecords.link(page, "next");
      next.ifPresent(
          url -> assertTrue(url.startsWith(base + "Patient/" + patient + "/$everything?")));
      // A resource of a type that has been passed, and a new version of one that has been.
      records.put(
          "Condition",
          condition,
          ",'subject':{'reference':'Patient/"
              + patient
              + "'},'note':[{'text':'page "
              + pages++
              + "'}]");
      records.put(
          "Account", ",'status':'active','subject':[{'reference':'Patient/" + patient + "'}]");
    }

    assertEquals(17, pages);
    assertEquals(keys.size(), Set.copyOf(keys).size());
    assertEquals(size, keys.stream().filter(key -> key.startsWith("Observation/")).count());
    assertEquals(1, keys.stream().filter(key -> key.startsWith("Condition/")).count());
    assertEquals("Practitioner/" + doctor, keys.get(keys.size() - 1));
  }

  @Test
  @DisplayName(
      "§12.2 what is deleted is not there, a deleted patient is gone, no patient not found")
  void deletedIsNotThere() {
    String patient = records.put("Patient", "");
    String observation = records.observation(patient, "");
    client.delete("Observation/" + observation).expect(204);

    assertEquals(
        List.of("Patient/" + patient), records.keys("Patient/" + patient + "/$everything"));
    client.delete("Patient/" + patient).expect(204);
    assertOutcome(client.get("Patient/" + patient + "/$everything"), 410, "deleted");
    assertOutcome(client.get("Patient/" + Samples.newId() + "/$everything"), 404, "not-found");
    assertOutcome(client.get("Observation/" + observation + "/$everything"), 404, "not-found");
    assertOutcome(client.get("Patient/a_b/$everything"), 400, "invalid");
  }

  @Test
  @DisplayName("§12.2 POST takes the same parameters, in a form or as Parameters")
  void postTakesTheSameParameters() {
    String patient = records.put("Patient", "");
    String observation = records.observation(patient, "");
    String parameters =
        ("{'resourceType':'Parameters','parameter':[{'name':'_type','valueCode':'Observation'},"
                + "{'name':'_count','valueInteger':3}]}")
            .replace('\'', '"');

    JsonNode bundle =
        client.post("Patient/" + patient + "/$everything", parameters).expect(200).json();

    assertEquals(
        List.of("Observation/" + observation), PatientRecords.keys(List.of(bundle), "match"));
    assertEquals(
        base + "Patient/" + patient + "/$everything?_type=Observation&_count=3",
        PatientRecords.link(bundle, "self").orElseThrow());
  }

  @ParameterizedTest
  @DisplayName("§12.2 what is not understood is refused")
  @ValueSource(
      strings = {
        "start=yesterday",
        "start=2020-13-01",
        "end=x",
        "start=2020-01-02&end=2020-01-01",
        "_since=never",
        "_count=0",
        "_count=-1",
        "_count=many",
        "_count=99999999999",
        "ct=x",
        "ct=AAAAAAAAAAAAAAA",
        "ct=_____w",
        "ct=%25",
        "foo=bar",
        "_count=1&_count=2",
        "_summary=count",
        "_elements="
      })
  void notUnderstoodIsRefused(String query) {
    String patient = records.put("Patient", "");

    assertOutcome(client.get("Patient/" + patient + "/$everything?" + query), 400);
  }

  @Test
  @DisplayName("§12.2 leniently an unknown parameter is a warning and leaves the links")
  void unknownParameterIsWarning() {
    String patient = records.put("Patient", "");

    JsonNode bundle =
        client
            .get(
                "Patient/" + patient + "/$everything?foo=bar&_count=7",
                "Prefer",
                "handling=lenient")
            .expect(200)
            .json();

    assertEquals(
        "warning",
        bundle
            .path("entry")
            .path(0)
            .path("resource")
            .path("issue")
            .path(0)
            .path("severity")
            .asText());
    assertEquals(
        base + "Patient/" + patient + "/$everything?_count=7",
        PatientRecords.link(bundle, "self").orElseThrow());
  }

  @Test
  @DisplayName("§10.5 _summary and _elements show less of each resource, on all pages")
  void summaryShowsLess() {
    String patient = records.put("Patient", ",'name':[{'family':'Adams'}],'gender':'male'");
    records.observation(patient, "");
    records.observation(patient, "");

    List<JsonNode> pages =
        records.pages("Patient/" + patient + "/$everything?_count=1&_elements=gender");

    assertEquals(2, pages.size());
    for (JsonNode page : pages) {
      for (JsonNode entry : page.path("entry")) {
        assertEquals(
            "SUBSETTED",
            entry.path("resource").path("meta").path("tag").path(0).path("code").asText());
      }
    }
    assertFalse(pages.get(0).path("entry").path(0).path("resource").has("name"));
  }

  @Test
  @DisplayName("§14.4, §14.7 a reader may, a stranger may not")
  void readerMay() {
    String patient = records.put("Patient", "");

    client.as("reader").get("Patient/" + patient + "/$everything").expect(200);
    assertOutcome(client.anonymous().get("Patient/" + patient + "/$everything"), 401, "login");
  }

  private static String observations(String patient, String doctor, int number) {
    StringBuilder bundle =
        new StringBuilder("{'resourceType':'Bundle','type':'transaction','entry':[");
    for (int i = 0; i < number; i++) {
      bundle.append(i == 0 ? "" : ",");
      bundle.append("{'request':{'method':'POST','url':'Observation'},'resource':");
      bundle.append("{'resourceType':'Observation','status':'final','code':{'text':'x'},");
      bundle.append("'subject':{'reference':'Patient/").append(patient).append("'},");
      bundle.append("'performer':[{'reference':'Practitioner/").append(doctor).append("'}]}}");
    }
    return bundle.append("]}").toString().replace('\'', '"');
  }

  private static TreeSet<String> sorted(String... keys) {
    return new TreeSet<>(Set.of(keys));
  }

  private static String join(String key, String others) {
    return Set.of((key + " " + others).split(" ")).stream()
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
