package org.fhirserver.service.access;

/**
 * What a caller wants to do with resources; each is granted by itself.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">RESTful API</a>
 */
public enum Action {
  /** Read the current version by id. */
  READ,
  /** Read one version by id. */
  VERSION_READ,
  /** Search, also as part of a conditional interaction. */
  SEARCH,
  /** Read the history of a resource, a type or the server. */
  HISTORY,
  /** Create. */
  CREATE,
  /** Update or patch. */
  UPDATE,
  /** Delete, the history staying. */
  DELETE,
  /** Delete with all history. */
  HARD_DELETE,
  /** Have a resource validated, which stores nothing. */
  VALIDATE,
  /** Have a search explained, values and statements included. */
  EXPLAIN
}
