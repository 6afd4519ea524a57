package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;

/**
 * The formats that are not those of FHIR, for the little that is answered in them.
 *
 * @see <a href="https://hl7.org/fhir/R4/capabilitystatement-operation-versions.html">$versions</a>
 */
public enum PlainFormat {
  JSON("application/json", Set.of("application/json", "text/json"), "application/fhir+json"),
  XML("application/xml", Set.of("application/xml", "text/xml"), "application/fhir+xml");

  private final String mediaType;
  private final Set<String> names;
  private final String fhir;

  PlainFormat(String mediaType, Set<String> names, String fhir) {
    this.mediaType = mediaType;
    this.names = names;
    this.fhir = fhir;
  }

  /** The header Content-Type of answers. */
  public String contentType() {
    return mediaType + "; charset=utf-8";
  }

  /**
   * The plain format that a client asks for rather than for the same format of FHIR.
   *
   * @param request one of which the {@linkplain Negotiation negotiation} did not fail
   */
  public static Optional<PlainFormat> of(HttpServletRequest request) {
    Syntax syntax = Negotiation.of(request).syntax();
    if (syntax == Syntax.HTML) {
      return Optional.empty();
    }
    PlainFormat plain = syntax == Syntax.JSON ? JSON : XML;
    List<MediaRange> ranges = ranges(request);
    double quality =
        plain.names.stream().mapToDouble(name -> quality(ranges, name)).max().orElse(0);
    return quality > quality(ranges, plain.fhir) ? Optional.of(plain) : Optional.empty();
  }

  private static double quality(List<MediaRange> ranges, String type) {
    return ranges.stream()
        .filter(range -> range.type().equals(type))
        .mapToDouble(MediaRange::quality)
        .max()
        .orElse(0);
  }

  private static List<MediaRange> ranges(HttpServletRequest request) {
    String query = Optional.ofNullable(request.getQueryString()).orElse("");
    Optional<String> format =
        QueryString.parse(query).stream()
            .filter(parameter -> parameter.name().equals("_format"))
            .map(QueryParameter::value)
            .findFirst();
    return format.isPresent()
        ? MediaRange.allOf(format.get())
        : Collections.list(request.getHeaders("Accept")).stream()
            .flatMap(header -> MediaRange.allOf(header).stream())
            .toList();
  }
}
