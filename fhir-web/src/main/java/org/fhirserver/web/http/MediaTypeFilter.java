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
import org.jspecify.annotations.Nullable;

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
    boolean isReadable = accepted.stream().allMatch(value -> LIST.matcher(value).matches());
    if (!isReadable) {
      request.setAttribute(SENT, String.join(", ", accepted));
    }
    // Always another request: JAX-RS makes its proxies once, for the classes of the first one.
    List<String> values = isReadable ? accepted : List.of(readable(accepted));
    chain.doFilter(new Readable(httpRequest, values), response);
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
    private final List<String> accepted;

    Readable(HttpServletRequest request, List<String> accepted) {
      super(request);
      this.accepted = accepted;
    }

    @Override
    public @Nullable String getHeader(String name) {
      if (!name.equalsIgnoreCase(ACCEPT)) {
        return super.getHeader(name);
      }
      return accepted.isEmpty() ? null : accepted.get(0);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase(ACCEPT)
          ? Collections.enumeration(accepted)
          : super.getHeaders(name);
    }
  }
}
