package org.fhirserver.service.operation;

/**
 * What an operation is called on.
 *
 * @see <a href="https://hl7.org/fhir/R4/operations.html#executing">Executing an operation</a>
 */
public enum OperationLevel {
  /** {@code [base]/$name}. */
  SYSTEM,
  /** {@code [base]/[type]/$name}. */
  TYPE,
  /** {@code [base]/[type]/[id]/$name}. */
  INSTANCE,
  /** {@code [base]/[type]/[id]/_history/[version]/$name}. */
  VERSION
}
