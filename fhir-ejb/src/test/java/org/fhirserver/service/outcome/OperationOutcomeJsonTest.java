package org.fhirserver.service.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fhirserver.store.Issue;
import org.junit.jupiter.api.Test;

class OperationOutcomeJsonTest {

  @Test
  void writesIdAndOneIssueAndNothingMore() {
    assertEquals(
        "{\"resourceType\":\"OperationOutcome\",\"id\":\"r-1\",\"issue\":[{\"severity\":\"error\","
            + "\"code\":\"login\",\"diagnostics\":\"Authentication failed.\"}]}",
        text(
            OperationOutcomeJson.write(
                "r-1", List.of(Issue.error("login", "Authentication failed.")))));
  }

  @Test
  void writesExpressionAsListAndNoCharacterThatFhirForbids() {
    assertEquals(
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":"
            + "\"value\",\"diagnostics\":\"a \\\"b\\\"\\n\ufffdü\",\"expression\":"
            + "[\"Patient.name[0]\"]},{\"severity\":\"warning\",\"code\":\"not-supported\","
            + "\"diagnostics\":\"c\"}]}",
        text(
            OperationOutcomeJson.write(
                List.of(
                    Issue.error("value", "a \"b\"\n\u0001ü", "Patient.name[0]"),
                    Issue.warning("not-supported", "c")))));
  }

  @Test
  void refusesToWriteNoIssue() {
    assertThrows(
        IllegalArgumentException.class, () -> OperationOutcomeJson.write("r-1", List.of()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
