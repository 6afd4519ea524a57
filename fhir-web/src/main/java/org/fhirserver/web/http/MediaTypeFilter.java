package org.fhirserver.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps media types that are none from JAX-RS, which would take them for faults: in the header
 * Accept they count for nothing, and a body of such a type is not supported.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1">RFC 9110, Media Type</a>
 */
public final class MediaTypeFilter implements Filter {
  private static final String ACCEPT = "Accept";
  private static final String SENT = "org.fhirserver.accept";
  private static final String NOTHING = "unknown/unknown";

  private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]++";
  private static final String MEDIA_TYPE =
      "\\s*+"
          + TOKEN
          + "/"
          + TOKEN
          + "\\s*+(?:;\\s*+(?:q=(?:0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)|(?!q\\s*=)"
          + TOKEN
          + "=(?:"
          + TOKEN
          + "|\"[^\"\\\\]*+\"))\\s*+)*+";
  private static final Pattern ONE = Pattern.compile(MEDIA_TYPE);
  private static final Pattern LIST = Pattern.compile(MEDIA_TYPE + "(?:," + MEDIA_TYPE + ")*+");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest httpRequest)
        || !(response instanceof HttpServletResponse httpResponse)) {
      chain.doFilter(request, response);
      return;
    }
    String contentType = httpRequest.getContentType();
    if (contentType != null && !ONE.matcher(contentType).matches()) {
      httpResponse.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
      return;
    }
    List<String> accepted = Collections.list(httpRequest.getHeaders(ACCEPT));
    if (accepted.stream().allMatch(value -> LIST.matcher(value).matches())) {
      chain.doFilter(request, response);
      return;
    }
    request.setAttribute(SENT, String.join(", ", accepted));
    chain.doFilter(new Readable(httpRequest, readable(accepted)), response);
  }

  /** What there is of media types in these values. */
  static String readable(List<String> accepted) {
    if (accepted.stream().allMatch(String::isBlank)) {
      return "*/*";
    }
    String ranges =
        accepted.stream()
            .flatMap(value -> MediaRange.allOf(value).stream())
            .map(MediaRange::text)
            .collect(Collectors.joining(", "));
    return ranges.isEmpty() ? NOTHING : ranges;
  }

  /** The header Accept as it was sent. */
  static String accept(HttpServletRequest request) {
    return request.getAttribute(SENT) instanceof String sent
        ? sent
        : String.join(", ", Collections.list(request.getHeaders(ACCEPT)));
  }

  /** A request whose header Accept can be read. */
  private static final class Readable extends HttpServletRequestWrapper {
    private final String accept;

    Readable(HttpServletRequest request, String accept) {
      super(request);
      this.accept = accept;
    }

    @Override
    public String getHeader(String name) {
      return name.equalsIgnoreCase(ACCEPT) ? accept : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase(ACCEPT)
          ? Collections.enumeration(List.of(accept))
          : super.getHeaders(name);
    }
  }
}
