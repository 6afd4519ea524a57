package org.fhirserver.service.bundle;

import java.util.List;
import java.util.regex.Pattern;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.store.FhirException;

/**
 * The URL of an entry's request, relative to the service base and decoded.
 *
 * @param path the segments; none for the service base itself
 * @param query the parameters; those of the format are left out, for a Bundle is answered in one
 *     format
 * @see <a href="https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.request.url">url</a>
 */
record EntryUrl(List<String> path, List<QueryParameter> query) {
  private static final Pattern SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9$._-]+|[*]");
  private static final Pattern DOTS = Pattern.compile("\\.{1,2}");

  /**
   * Takes a URL apart.
   *
   * @param baseUrl the URL by which absolute ones must start
   * @throws FhirException INVALID if it leads to another server or has a segment that no URL of
   *     FHIR has
   */
  static EntryUrl of(String url, String baseUrl) {
    String relative = relative(url, baseUrl);
    int mark = relative.indexOf('?');
    return mark < 0
        ? new EntryUrl(segments(relative), List.of())
        : new EntryUrl(
            segments(relative.substring(0, mark)),
            QueryString.parse(relative.substring(mark + 1)).stream()
                .filter(EntryUrl::isNoFormat)
                .toList());
  }

  private static boolean isNoFormat(QueryParameter parameter) {
    return !parameter.name().equals("_format") && !parameter.name().equals("_pretty");
  }

  private static String relative(String url, String baseUrl) {
    if (url.startsWith(baseUrl)) {
      String rest = url.substring(baseUrl.length());
      if (rest.isEmpty() || rest.startsWith("/") || rest.startsWith("?")) {
        return rest;
      }
    }
    if (SCHEME.matcher(url).matches()) {
      throw FhirException.invalid("The URL of a request in a bundle leads to this server.");
    }
    return url;
  }

  private static List<String> segments(String path) {
    int start = path.startsWith("/") ? 1 : 0;
    int end = path.length() > start + 1 && path.endsWith("/") ? path.length() - 1 : path.length();
    if (start == end) {
      return List.of();
    }
    String[] segments = path.substring(start, end).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      segments[i] = decoded(segments[i]);
      if (!SEGMENT.matcher(segments[i]).matches() || DOTS.matcher(segments[i]).matches()) {
        throw FhirException.invalid(
            "The path of a URL has an empty segment or one with characters that no type, id or"
                + " name has.");
      }
    }
    return List.of(segments);
  }

  /** Decodes once: what is still encoded then has no place in a path. */
  private static String decoded(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    StringBuilder text = new StringBuilder(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '%' && i + 2 < segment.length()) {
        int high = Character.digit(segment.charAt(i + 1), 16);
        int low = Character.digit(segment.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          c = (char) (high << 4 | low);
          i += 2;
        }
      }
      text.append(c);
    }
    return text.toString();
  }
}
