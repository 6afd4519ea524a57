package org.fhirserver.web.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/**
 * The media types that carry FHIR JSON.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types and encodings</a>
 * @see <a href="https://hl7.org/fhir/R4/http.html#version-parameter">FHIR version parameter</a>
 */
public final class JsonContentType {
  private static final Set<String> TYPES =
      Set.of("application/fhir+json", "application/json", "text/json", "application/json+fhir");
  private static final Set<String> FHIR_VERSIONS = Set.of("4.0", "4.0.1");

  private JsonContentType() {}

  /**
   * Refuses everything else.
   *
   * @param contentType the value of the header, if it was sent
   * @throws FhirException UNSUPPORTED_MEDIA_TYPE if it is not JSON in UTF-8 of FHIR 4.0
   */
  public static void require(Optional<String> contentType) {
    if (contentType.isEmpty() || !isJson(contentType.get())) {
      throw new FhirException(
          Category.UNSUPPORTED_MEDIA_TYPE, List.of(StatusIssues.unsupportedMediaType(contentType)));
    }
  }

  private static boolean isJson(String contentType) {
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    if (!TYPES.contains(type.strip().toLowerCase(Locale.ROOT))) {
      return false;
    }
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
      case "fhirversion" -> FHIR_VERSIONS.contains(value);
      default -> true;
    };
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
