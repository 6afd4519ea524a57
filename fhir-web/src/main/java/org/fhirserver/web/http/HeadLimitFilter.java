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
import java.util.Optional;

/**
 * Refuses URLs that are too long, for a search with that many values can be sent by POST, and
 * headers that are too large.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.15">RFC 9110, 414</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6585#section-5">RFC 6585, 431</a>
 */
public final class HeadLimitFilter implements Filter {
  @Inject private HeadLimits limits;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest httpRequest
        && response instanceof HttpServletResponse httpResponse) {
      Optional<Integer> refusal = limits.refusal(httpRequest);
      if (refusal.isPresent()) {
        httpResponse.sendError(refusal.get());
        return;
      }
    }
    chain.doFilter(request, response);
  }
}
