package org.fhirserver.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Refuses paths that a proxy may have read otherwise than this server: with the segments {@code .}
 * and {@code ..}, which clients remove, and with escaped slashes and backslashes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4">RFC 3986, Remove Dot
 *     Segments</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.2">RFC 3986, Reserved
 *     Characters</a>
 */
public final class AmbiguousPathFilter implements Filter {
  private static final Pattern AMBIGUOUS =
      Pattern.compile("/(\\.|%2e){1,2}(/|;|$)|%2f|%5c|\\\\", Pattern.CASE_INSENSITIVE);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest httpRequest
        && response instanceof HttpServletResponse httpResponse
        && isAmbiguous(httpRequest.getRequestURI())) {
      httpResponse.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    chain.doFilter(request, response);
  }

  static boolean isAmbiguous(String path) {
    return AMBIGUOUS.matcher(path).find();
  }
}
