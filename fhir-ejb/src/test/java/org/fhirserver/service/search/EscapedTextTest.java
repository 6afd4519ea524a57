package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EscapedTextTest {

  @Test
  void splitsAtSeparatorsThatAreNotEscaped() {
    assertEquals(List.of("a", "b", ""), EscapedText.split("a,b,", ','));
    assertEquals(List.of("a\\,b", "c"), EscapedText.split("a\\,b,c", ','));
    assertEquals(List.of("a\\\\", "b"), EscapedText.split("a\\\\,b", ','));
    assertEquals(List.of("a\\\\\\,b"), EscapedText.split("a\\\\\\,b", ','));
    assertEquals(List.of(""), EscapedText.split("", ','));
  }

  @Test
  void dropsBackslashesOfEscapesOnly() {
    assertEquals("a,b|c$d\\e", EscapedText.unescape("a\\,b\\|c\\$d\\\\e"));
    assertEquals("\\,", EscapedText.unescape("\\\\\\,"));
    assertEquals("C:\\dir\\", EscapedText.unescape("C:\\dir\\"));
  }
}
