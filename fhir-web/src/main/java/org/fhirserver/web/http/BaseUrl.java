package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL under which clients know this server, without a slash at its end.
 *
 * <p>It is configured. Headers of a proxy change it for one request if the proxy is trusted; a
 * value that is malformed counts for nothing.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#root">Service base URL</a>
 */
public final class BaseUrl {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

  private final String configured;
  private final String scheme;
  private final String authority;
  private final String path;
  private final List<AddressRange> trustedProxies;

  /**
   * A base URL.
   *
   * @param url the configured URL
   * @param trustedProxies addresses and ranges of the proxies whose headers count
   * @throws IllegalArgumentException if the URL is not absolute http or https, or a range is none
   */
  public BaseUrl(String url, List<String> trustedProxies) {
    configured = url.replaceAll("/+$", "");
    URI uri = URI.create(configured);
    if (uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getQuery() != null
        || uri.getFragment() != null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("fhir.base-url is no absolute http or https URL: " + url);
    }
    scheme = uri.getScheme();
    authority = uri.getRawAuthority();
    path = uri.getRawPath();
    this.trustedProxies = trustedProxies.stream().map(AddressRange::parse).toList();
  }

  /** The configured URL. */
  public String configured() {
    return configured;
  }

  /** Scheme, host and port of the configured URL, {@code https://fhir.hospital.org}. */
  public String origin() {
    return scheme + "://" + authority;
  }

  /** The URL for everything that the answer to this request points to. */
  public String of(HttpServletRequest request) {
    return trustedProxies.isEmpty()
        ? configured
        : resolve(request.getRemoteAddr(), request::getHeader);
  }

  String resolve(String remoteAddress, Function<String, @Nullable String> headers) {
    if (trustedProxies.stream().noneMatch(range -> range.contains(remoteAddress))) {
      return configured;
    }
    String proto = last(headers.apply("X-Forwarded-Proto")).toLowerCase(Locale.ROOT);
    String prefix = last(headers.apply("X-Forwarded-Prefix")).replaceAll("/+$", "");
    String usedScheme = proto.equals("http") || proto.equals("https") ? proto : scheme;
    return usedScheme
        + "://"
        + authority(
            usedScheme,
            last(headers.apply("X-Forwarded-Host")),
            last(headers.apply("X-Forwarded-Port")))
        + (PREFIX.matcher(prefix).matches() && !prefix.contains("/..") ? prefix : "")
        + path;
  }

  private String authority(String usedScheme, String host, String port) {
    if (!HOST.matcher(host).matches()) {
      return authority;
    }
    boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
    boolean isDefault = port.equals(usedScheme.equals("https") ? "443" : "80");
    return hasPort || isDefault || !PORT.matcher(port).matches() ? host : host + ":" + port;
  }

  /** The value that the nearest proxy, which is the trusted one, has written. */
  private static String last(@Nullable String header) {
    return header == null ? "" : header.substring(header.lastIndexOf(',') + 1).strip();
  }
}
