package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotSegmentFilterTest {

  @ParameterizedTest
  @ValueSource(strings = {"/fhir/..", "/fhir/./Patient", "/fhir/../Patient", "/fhir/..;a=b", "/."})
  void findsDotSegments(String path) {
    assertTrue(DotSegmentFilter.hasDotSegment(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fhir/Patient/a..", "/fhir/Patient/...", "/fhir/Patient/.a", "/", "/a."})
  void leavesOtherDotsAlone(String path) {
    assertFalse(DotSegmentFilter.hasDotSegment(path));
  }
}
