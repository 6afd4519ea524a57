package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;

/**
 * How long a URL may be.
 *
 * @param most the most characters that path and query may have together
 */
record UrlLimit(int most) {

  boolean isExceeded(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getRequestURI().length() + (query == null ? 0 : query.length()) > most;
  }
}
