package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ResponseHeadersFilterTest {

  @Test
  void returnsTheIdOfTheClient() {
    assertEquals("abc-1:2/x", ResponseHeadersFilter.printable("abc-1:2/x"));
  }

  @Test
  void dropsWhatNoHeaderMayHave() {
    assertEquals("ab", ResponseHeadersFilter.printable("a\r\n \u0000b\u007f\u00e4"));
    assertEquals("", ResponseHeadersFilter.printable("\r\n"));
  }

  @Test
  void cutsALongId() {
    assertEquals(128, ResponseHeadersFilter.printable("x".repeat(5000)).length());
  }
}
