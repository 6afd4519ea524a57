package org.fhirserver.service.access;

import org.fhirserver.store.search.Expression;

/** The answer to whether a caller may do something. */
public sealed interface AccessDecision {

  /**
   * The caller may do it.
   *
   * @param restriction which resources of the type; it becomes part of every search
   */
  record Allowed(Expression restriction) implements AccessDecision {}

  /**
   * The caller may not do it.
   *
   * @param reason why, for the log and not for the caller
   */
  record Denied(String reason) implements AccessDecision {}
}
