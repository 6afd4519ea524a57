package org.fhirserver.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What every error and every response must look like: §1.1 and §1.2. */
public final class Outcomes {
  private static final Set<String> SEVERITIES = Set.of("error", "fatal");

  private Outcomes() {}

  /** The first issue of an error, after a look at all that errors have in common. */
  public static JsonNode assertOutcome(FhirResponse response, int status, String code) {
    JsonNode issue = assertOutcome(response, status);
    assertEquals(code, issue.path("code").asText(), response.body());
    return issue;
  }

  /** As above, with any code. */
  public static JsonNode assertOutcome(FhirResponse response, int status) {
    assertEquals(status, response.status(), response.body());
    assertHeaders(response);
    assertJson(response);
    JsonNode outcome = response.json();
    assertEquals("OperationOutcome", outcome.path("resourceType").asText(), response.body());
    assertEquals(response.header("X-Request-Id"), Optional.of(outcome.path("id").asText()));
    assertFalse(outcome.path("issue").isEmpty(), response.body());
    for (JsonNode issue : outcome.path("issue")) {
      assertTrue(SEVERITIES.contains(issue.path("severity").asText()), response.body());
      assertFalse(issue.path("code").asText().isEmpty(), response.body());
      assertSays(issue.path("diagnostics").asText(), response);
    }
    return outcome.path("issue").get(0);
  }

  /** The headers that every response has. */
  public static void assertHeaders(FhirResponse response) {
    assertAll(
        () ->
            assertEquals(
                36,
                UUID.fromString(response.header("X-Request-Id").orElse("")).toString().length()),
        () -> assertHeader("nosniff", response, "X-Content-Type-Options"),
        () -> assertHeader("SAMEORIGIN", response, "X-Frame-Options"),
        () -> assertHeader("frame-src 'self'", response, "Content-Security-Policy"));
  }

  /** That a header has exactly one value, and which. */
  public static void assertHeader(String expected, FhirResponse response, String name) {
    assertEquals(List.of(expected), response.headers().allValues(name), name);
  }

  /** That the body says to be FHIR JSON. */
  public static void assertJson(FhirResponse response) {
    assertEquals(
        Optional.of("application/fhir+json;charset=utf-8"),
        response.header("Content-Type").map(type -> type.replace(" ", "")));
  }

  private static void assertSays(String diagnostics, FhirResponse response) {
    assertFalse(diagnostics.isBlank(), response.body());
    assertFalse(diagnostics.contains("Exception") || diagnostics.contains("\tat "), diagnostics);
    assertTrue(
        diagnostics.codePoints().allMatch(c -> c >= ' ' && (c < 0xd800 || c > 0xdfff)),
        "Not a string of FHIR: " + response.body());
  }
}
