package org.fhirserver.web.security;

import java.util.Set;
import java.util.function.Predicate;

/**
 * What needs no token.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#capabilities">Capabilities interaction</a>
 */
final class AnonymousPaths {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final String OPTIONS = "OPTIONS";
  private static final Set<String> PATHS = Set.of("metadata", "$versions");
  private static final String DEFINITIONS = "OperationDefinition/";

  private AnonymousPaths() {}

  /**
   * Whether a request needs no token; OPTIONS never does, as it tells of routes and not of data.
   *
   * @param path the path below the base URL
   * @param isOperation whether an operation of that code is there; its definition is open
   */
  static boolean contains(String method, String path, Predicate<String> isOperation) {
    int start = path.startsWith("/") ? 1 : 0;
    int end = path.length() > start && path.endsWith("/") ? path.length() - 1 : path.length();
    return method.equals(OPTIONS)
        || METHODS.contains(method) && isOpen(path.substring(start, end), isOperation);
  }

  private static boolean isOpen(String path, Predicate<String> isOperation) {
    return PATHS.contains(path)
        || path.startsWith(DEFINITIONS) && isOperation.test(path.substring(DEFINITIONS.length()));
  }
}
