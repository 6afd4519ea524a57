package org.fhirserver.service.resource;

import org.fhirserver.store.resource.ResourceVersion;

/**
 * What a write did.
 *
 * @param status its status
 * @param version the version that stands now
 */
public record Outcome(Status status, ResourceVersion version) {

  /** How the write ended. */
  public enum Status {
    /** A resource has come into being. */
    CREATED,
    /** A new version stands. */
    OK,
    /** Nothing has been written: the version that stands is what was asked for. */
    UNCHANGED,
    /** The resource has been deleted. */
    DELETED
  }
}
