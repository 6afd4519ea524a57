package org.fhirserver.web.http;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Refuses URLs that are too long; a search with that many values can be sent by POST.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.15">RFC 9110, 414</a>
 */
public final class UrlLengthFilter implements Filter {
  @Inject private UrlLimit limit;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest httpRequest
        && response instanceof HttpServletResponse httpResponse
        && limit.isExceeded(httpRequest)) {
      httpResponse.sendError(HttpServletResponse.SC_REQUEST_URI_TOO_LONG);
      return;
    }
    chain.doFilter(request, response);
  }
}
