package org.fhirserver.web.security;

import java.util.Set;

/**
 * What needs no token.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#capabilities">Capabilities interaction</a>
 */
final class AnonymousPaths {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final String OPTIONS = "OPTIONS";
  private static final Set<String> PATHS = Set.of("metadata");

  private AnonymousPaths() {}

  /**
   * Whether a request needs no token; OPTIONS never does, as it tells of routes and not of data.
   *
   * @param path the path below the base URL
   */
  static boolean contains(String method, String path) {
    int start = path.startsWith("/") ? 1 : 0;
    int end = path.length() > start && path.endsWith("/") ? path.length() - 1 : path.length();
    return method.equals(OPTIONS)
        || METHODS.contains(method) && PATHS.contains(path.substring(start, end));
  }
}
