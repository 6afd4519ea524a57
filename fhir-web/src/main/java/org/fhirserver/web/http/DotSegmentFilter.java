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
 * Refuses paths with the segments {@code .} and {@code ..}: clients remove them, and a proxy may
 * have read another path than this server.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4">RFC 3986, Remove Dot
 *     Segments</a>
 */
public final class DotSegmentFilter implements Filter {
  private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.\\.?(/|;|$)");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest httpRequest
        && response instanceof HttpServletResponse httpResponse
        && hasDotSegment(httpRequest.getRequestURI())) {
      httpResponse.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    chain.doFilter(request, response);
  }

  static boolean hasDotSegment(String path) {
    return path.contains("/.") && DOT_SEGMENT.matcher(path).find();
  }
}
