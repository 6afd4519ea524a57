package org.fhirserver.service.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryUrlTest {
  private static final String BASE = "http://localhost:9080/fhir";

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Patient => Patient",
        "/Patient => Patient",
        "Patient/ => Patient",
        "Patient/1/_history/2 => Patient 1 _history 2",
        "$versions => $versions",
        "%24versions => $versions",
        "Patient/1/%24everything => Patient 1 $everything",
        "http://localhost:9080/fhir/Patient/1 => Patient 1",
        "http://localhost:9080/fhir/Patient/1?a=b => Patient 1",
        "Patient?a=http://x/y => Patient",
      })
  void hasTheSegmentsOfThePath(String url, String segments) {
    assertEquals(List.of(segments.split(" ")), EntryUrl.of(url, BASE).path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9080/fhir",
        "http://localhost:9080/fhir/",
        "/",
        "http://localhost:9080/fhir?_type=Patient",
        "?_type=Patient"
      })
  void hasNoSegmentsForTheBase(String url) {
    assertEquals(List.of(), EntryUrl.of(url, BASE).path());
  }

  @Test
  void hasTheDecodedParametersWithoutThoseOfTheFormat() {
    assertEquals(
        List.of(
            new QueryParameter("identifier", "urn:t|1"), new QueryParameter("_summary", "true")),
        EntryUrl.of("Patient?identifier=urn%3At%7C1&_format=xml&_pretty=true&_summary=true", BASE)
            .query());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//",
        "//other.example/fhir/Patient",
        "Patient//1",
        "Patient/1//",
        "Patient/.",
        "Patient/..",
        "Patient/../Observation",
        "Patient/%2e%2e/Observation",
        "Patient%2F1",
        "Patient%252F1",
        "Patient/%zz",
        "Patient/1%",
        "Patient/a b",
        "Patient/a\u0000",
        "Patient/a\n",
        "Patient/1;x=1",
        "Patient\\1",
        "Patient/1#x",
        "Patient/ä",
        "urn:uuid:05efabf0-4be2-4561-91ce-51548425acb9",
        "http://other.example/fhir/Patient/1",
        "https://localhost:9080/fhir/Patient/1",
        "http://localhost:9080/fhirs/Patient/1",
        "http://localhost:9080/fhir@other.example/Patient",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "Patient?a=%zz",
        "Patient?a=%00",
      })
  void refusesWhatIsNoUrlOfThisServer(String url) {
    assertEquals(
        Category.INVALID,
        assertThrows(FhirException.class, () -> EntryUrl.of(url, BASE)).category());
  }
}
