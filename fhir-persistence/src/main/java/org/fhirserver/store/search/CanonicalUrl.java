package org.fhirserver.store.search;

/**
 * Canonical URLs.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html#canonical">Canonical URLs</a>
 */
public final class CanonicalUrl {

  private CanonicalUrl() {}

  /** The URL without its fragment, which searches do not look at; "" if that is all there is. */
  public static String withoutFragment(String url) {
    int fragment = url.indexOf('#');
    return fragment < 0 ? url : url.substring(0, fragment);
  }
}
