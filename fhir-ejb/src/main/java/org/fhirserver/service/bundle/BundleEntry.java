package org.fhirserver.service.bundle;

import java.util.Optional;

/**
 * One entry of a transaction or batch as it was sent.
 *
 * @param index its place in the Bundle, from 0
 * @param fullUrl the URL by which others in the Bundle point to its resource
 * @param method the HTTP method, "" if there is none
 * @param url the URL, "" if there is none
 * @param conditions what must hold
 * @param offset where its resource starts in the body
 * @param length how long that is, in bytes; 0 if it has no resource
 * @see <a href="https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.request">request</a>
 */
record BundleEntry(
    int index,
    Optional<String> fullUrl,
    String method,
    String url,
    EntryConditions conditions,
    int offset,
    int length) {

  boolean hasResource() {
    return length > 0;
  }

  /** Whether only the head of the answer is asked for. */
  boolean isHead() {
    return method.equals("HEAD");
  }

  /** Where it stands, as FHIRPath. */
  String path() {
    return "Bundle.entry[" + index + "]";
  }
}
