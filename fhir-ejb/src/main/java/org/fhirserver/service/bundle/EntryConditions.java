package org.fhirserver.service.bundle;

import java.util.Optional;

/**
 * The conditions of an entry's request, as they were sent.
 *
 * @param ifMatch the ETag that must stand
 * @param ifNoneMatch the ETag that the client has already
 * @param ifModifiedSince the time of what the client has already
 * @param ifNoneExist the criteria of a conditional create
 * @see <a href="https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.request">request</a>
 */
record EntryConditions(
    Optional<String> ifMatch,
    Optional<String> ifNoneMatch,
    Optional<String> ifModifiedSince,
    Optional<String> ifNoneExist) {

  /** No conditions at all. */
  static final EntryConditions NONE =
      new EntryConditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
