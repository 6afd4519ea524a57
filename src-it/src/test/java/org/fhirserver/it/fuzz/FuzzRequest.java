package org.fhirserver.it.fuzz;

import java.util.Map;

/**
 * One request.
 *
 * @param path relative to the base of the FHIR API, with its query
 */
record FuzzRequest(String method, String path, Map<String, String> headers, byte[] body) {

  /** The path without its query. */
  String target() {
    int mark = path.indexOf('?');
    return mark < 0 ? path : path.substring(0, mark);
  }

  /** Whether the body says to be this, "json" or "xml". */
  boolean isOf(String format) {
    return headers.getOrDefault("Content-Type", "").startsWith("application/fhir+" + format);
  }
}
