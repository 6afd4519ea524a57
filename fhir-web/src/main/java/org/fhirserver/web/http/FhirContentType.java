package org.fhirserver.web.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/**
 * The media types that bodies of requests may have.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types and encodings</a>
 * @see <a href="https://hl7.org/fhir/R4/http.html#version-parameter">FHIR version parameter</a>
 */
public final class FhirContentType {

  private FhirContentType() {}

  /**
   * What the body is written in.
   *
   * @param contentType the value of the header, if it was sent
   * @throws FhirException UNSUPPORTED_MEDIA_TYPE if it is not FHIR 4.0 in UTF-8
   */
  public static Syntax require(Optional<String> contentType) {
    return contentType
        .filter(FhirContentType::hasAllowedParameters)
        .flatMap(text -> Syntax.ofMediaType(mediaType(text)))
        .filter(syntax -> syntax != Syntax.HTML)
        .orElseThrow(
            () ->
                new FhirException(
                    Category.UNSUPPORTED_MEDIA_TYPE,
                    List.of(StatusIssues.unsupportedMediaType(contentType))));
  }

  private static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    return end < 0 ? contentType : contentType.substring(0, end);
  }

  private static boolean hasAllowedParameters(String contentType) {
    int end = contentType.indexOf(';');
    while (end >= 0) {
      int start = end + 1;
      end = contentType.indexOf(';', start);
      String parameter = end < 0 ? contentType.substring(start) : contentType.substring(start, end);
      if (!isAllowed(parameter.strip())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(String parameter) {
    int equals = parameter.indexOf('=');
    if (equals < 0) {
      return parameter.isEmpty();
    }
    String value = unquoted(parameter.substring(equals + 1).strip());
    return switch (parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
      case "charset" -> value.equalsIgnoreCase("utf-8") || value.equalsIgnoreCase("utf8");
      case "fhirversion" -> Syntax.isFhirVersion(value);
      default -> true;
    };
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
