package org.fhirserver.service.patch;

import org.fhirserver.store.FhirException;

/**
 * A change to a resource, read and checked as far as that goes without the resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#patch">patch</a>
 */
public interface Patch {

  /**
   * The resource with the change made; whether it is valid then is for the caller to check.
   *
   * @param resource the JSON of the current version, which stays as it is
   * @throws FhirException INVALID if the change cannot be made to this resource
   */
  byte[] apply(byte[] resource);
}
