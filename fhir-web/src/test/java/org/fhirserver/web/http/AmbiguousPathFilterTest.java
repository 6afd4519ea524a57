package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmbiguousPathFilterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fhir/..",
        "/fhir/./Patient",
        "/fhir/../Patient",
        "/fhir/..;a=b",
        "/.",
        "/fhir/%2e%2E",
        "/fhir/%2e/x",
        "/fhir/Patient%2Fa",
        "/fhir/Patient/..%2fa",
        "/fhir/a%5Cb",
        "/fhir/a\\b"
      })
  void findsWhatCanBeReadTwoWays(String path) {
    assertTrue(AmbiguousPathFilter.isAmbiguous(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fhir/Patient/a..",
        "/fhir/Patient/...",
        "/fhir/Patient/.a",
        "/",
        "/a.",
        "/fhir/%20",
        "/fhir/Patient/a%2E"
      })
  void leavesOtherPathsAlone(String path) {
    assertFalse(AmbiguousPathFilter.isAmbiguous(path));
  }
}
