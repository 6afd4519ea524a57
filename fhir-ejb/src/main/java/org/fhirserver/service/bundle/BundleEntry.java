package org.fhirserver.service.bundle;

import java.util.Optional;

/**
 * One entry of a transaction or batch as it was sent.
 *
 * @param index its place in the Bundle, from 0
 * @param fullUrl the URL by which others in the Bundle point to its resource
 * @param method the HTTP method
 * @param url the URL, relative to the service base
 * @param ifMatch the ETag that must stand
 * @param ifNoneExist the criteria of a conditional create
 * @param offset where its resource starts in the body
 * @param length how long that is, in bytes; 0 if it has no resource
 * @see <a href="https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.request">request</a>
 */
record BundleEntry(
    int index,
    Optional<String> fullUrl,
    String method,
    String url,
    Optional<String> ifMatch,
    Optional<String> ifNoneExist,
    int offset,
    int length) {

  boolean hasResource() {
    return length > 0;
  }
}
