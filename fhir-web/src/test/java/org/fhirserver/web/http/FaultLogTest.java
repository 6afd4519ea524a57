package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FaultLogTest {

  @Test
  void namesClassesAndPlacesButNoContent() {
    String text =
        FaultLog.describe(
            new IllegalStateException(
                "Patient Anna Müller", new SQLException("(name)=(Müller)", "23505")));
    assertTrue(text.startsWith("java.lang.IllegalStateException\n\tat "), text);
    assertTrue(text.contains("Caused by: java.sql.SQLException (SQLState 23505)"), text);
    assertFalse(text.contains("Müller"), text);
  }
}
