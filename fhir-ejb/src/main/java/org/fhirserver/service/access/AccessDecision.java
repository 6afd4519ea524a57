package org.fhirserver.service.access;

/** The answer to whether a caller may do something. */
public sealed interface AccessDecision {

  /** The caller may do it. */
  record Allowed() implements AccessDecision {}

  /**
   * The caller may not do it.
   *
   * @param reason why, for the log and not for the caller
   */
  record Denied(String reason) implements AccessDecision {}
}
