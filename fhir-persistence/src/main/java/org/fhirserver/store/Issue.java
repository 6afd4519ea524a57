package org.fhirserver.store;

import java.util.Optional;

/**
 * One issue of an OperationOutcome.
 *
 * @param severity fatal, error, warning or information
 * @param code a code of the value set issue-type
 * @param diagnostics what is wrong and where, without content of a resource
 * @param expression FHIRPath of the element, if one is concerned
 * @see <a href="https://hl7.org/fhir/R4/valueset-issue-type.html">Issue types</a>
 */
public record Issue(String severity, String code, String diagnostics, Optional<String> expression) {

  /** An issue of severity error. */
  public static Issue error(String code, String diagnostics) {
    return new Issue("error", code, diagnostics, Optional.empty());
  }

  /** An issue of severity error at an element. */
  public static Issue error(String code, String diagnostics, String expression) {
    return new Issue("error", code, diagnostics, Optional.of(expression));
  }

  /** An issue of severity warning. */
  public static Issue warning(String code, String diagnostics) {
    return new Issue("warning", code, diagnostics, Optional.empty());
  }
}
