package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Optional;

/**
 * How large the head of a request may be.
 *
 * @param url the most characters that path and query may have together
 * @param headers the most characters that the names and values of all headers may have together
 */
record HeadLimits(int url, int headers) {

  /** The status to refuse a request with, if it is too large. */
  Optional<Integer> refusal(HttpServletRequest request) {
    String query = request.getQueryString();
    if (request.getRequestURI().length() + (query == null ? 0 : query.length()) > url) {
      return Optional.of(HttpServletResponse.SC_REQUEST_URI_TOO_LONG);
    }
    int length = 0;
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        length += name.length() + value.length();
      }
    }
    return length > headers ? Optional.of(StatusIssues.HEADERS_TOO_LARGE) : Optional.empty();
  }
}
