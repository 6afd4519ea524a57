package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FaultLogTest {

  @Test
  void namesClassesAndPlacesButNoContent() {
    String text =
        FaultLog.describe(
            new IllegalStateException("Patient Anna Müller", new NumberFormatException("Müller")));
    assertTrue(text.startsWith("java.lang.IllegalStateException\n\tat "), text);
    assertTrue(text.contains("Caused by: java.lang.NumberFormatException\n\tat "), text);
    assertFalse(text.contains("Müller"), text);
  }
}
