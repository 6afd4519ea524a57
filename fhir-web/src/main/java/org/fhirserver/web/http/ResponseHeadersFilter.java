package org.fhirserver.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/**
 * Names the request and sets the headers that every response has.
 *
 * <p>It also runs for error pages, because the container may refuse a request before any filter.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#custom">Custom headers</a>
 */
public final class ResponseHeadersFilter implements Filter {
  private static final String REQUEST_ID = "X-Request-Id";
  private static final int MAX_CORRELATION_LENGTH = 128;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest httpRequest
        && response instanceof HttpServletResponse httpResponse) {
      if (!RequestId.isSet(request)) {
        RequestId.set(request, UUID.randomUUID().toString());
      }
      setHeaders(httpRequest, httpResponse);
    }
    chain.doFilter(request, response);
  }

  private static void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader(REQUEST_ID, RequestId.of(request));
    response.setHeader("Vary", "Accept, Accept-Encoding");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "SAMEORIGIN");
    response.setHeader("Content-Security-Policy", "frame-src 'self'");
    if (response.containsHeader("WWW-Authenticate")) {
      response.setHeader("WWW-Authenticate", null);
    }
    String clientId = request.getHeader(REQUEST_ID);
    if (clientId != null) {
      String correlation = printable(clientId);
      if (!correlation.isEmpty()) {
        response.setHeader("X-Correlation-Id", correlation);
      }
    }
  }

  /** What may go back of an id that a client made up: visible ASCII, not too long. */
  static String printable(String clientId) {
    StringBuilder kept = new StringBuilder(Math.min(clientId.length(), MAX_CORRELATION_LENGTH));
    for (int i = 0; i < clientId.length() && kept.length() < MAX_CORRELATION_LENGTH; i++) {
      char c = clientId.charAt(i);
      if (c > ' ' && c < 0x7f) {
        kept.append(c);
      }
    }
    return kept.toString();
  }
}
