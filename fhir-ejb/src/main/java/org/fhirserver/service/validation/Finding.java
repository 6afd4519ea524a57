package org.fhirserver.service.validation;

import java.util.Optional;

/**
 * Something that the profile validator says of a resource.
 *
 * @param severity a code of the value set issue-severity
 * @param code a code of the value set issue-type
 * @param diagnostics what is wrong
 * @param expression FHIRPath of the element, if one is concerned
 * @see <a href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a>
 */
public record Finding(
    String severity, String code, String diagnostics, Optional<String> expression) {}
