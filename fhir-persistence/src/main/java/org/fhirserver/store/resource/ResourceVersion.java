package org.fhirserver.store.resource;

import java.time.Instant;
import org.fhirserver.store.model.ResourceKey;

/**
 * One version of a resource.
 *
 * @param key which resource
 * @param version its number, from 1
 * @param lastUpdated when it was written, to the millisecond
 * @param method how it came to be; a DELETE has no body
 * @param body the JSON as it is served, id and meta included; empty for a DELETE
 */
public record ResourceVersion(
    ResourceKey key, int version, Instant lastUpdated, StoredMethod method, byte[] body) {

  /** The same version with another body. */
  public ResourceVersion withBody(byte[] other) {
    return new ResourceVersion(key, version, lastUpdated, method, other);
  }

  public boolean isDeletion() {
    return method == StoredMethod.DELETE;
  }
}
