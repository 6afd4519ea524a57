package org.fhirserver.web.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What resources are written in.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types and encodings</a>
 */
public enum Syntax {
  JSON(
      OutcomeResponse.FHIR_JSON,
      "json",
      List.of("application/fhir+json", "application/json", "text/json", "application/json+fhir")),
  XML(
      "application/fhir+xml; charset=utf-8",
      "xml",
      List.of("application/fhir+xml", "application/xml", "text/xml", "application/xml+fhir")),
  /** A page for people with a browser; it is not read. */
  HTML("text/html; charset=utf-8", "html", List.of("text/html"));

  private static final Set<String> FHIR_VERSIONS = Set.of("4.0", "4.0.1");

  private final String contentType;
  private final String shortName;
  private final List<String> mediaTypes;

  Syntax(String contentType, String shortName, List<String> mediaTypes) {
    this.contentType = contentType;
    this.shortName = shortName;
    this.mediaTypes = mediaTypes;
  }

  /** The header Content-Type of answers. */
  String contentType() {
    return contentType;
  }

  /** The short name in the parameter _format. */
  String shortName() {
    return shortName;
  }

  /** The media types that stand for it, first the one that answers have. */
  List<String> mediaTypes() {
    return mediaTypes;
  }

  /** The syntax of a media type without parameters. */
  static Optional<Syntax> ofMediaType(String mediaType) {
    String type = mediaType.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(syntax -> syntax.mediaTypes.contains(type)).findFirst();
  }

  /** The syntax that the parameter _format names. */
  static Optional<Syntax> ofFormat(String format) {
    // A plus sign that was not percent-encoded has become a blank.
    String text = format.strip().replace(' ', '+');
    return MediaRange.allOf(text).stream()
        .filter(range -> range.fhirVersion().map(FHIR_VERSIONS::contains).orElse(true))
        .map(MediaRange::type)
        .flatMap(type -> ofMediaType(type).stream())
        .findFirst()
        .or(
            () ->
                Arrays.stream(values())
                    .filter(syntax -> syntax.shortName.equalsIgnoreCase(text))
                    .findFirst());
  }

  /** Whether that is the version of FHIR that this server speaks. */
  static boolean isFhirVersion(String version) {
    return FHIR_VERSIONS.contains(version);
  }
}
