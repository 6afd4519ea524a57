package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/**
 * Whether a client accepts what this server sends: FHIR JSON.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types and encodings</a>
 */
public final class Accept {
  private static final Set<String> JSON =
      Set.of("application/fhir+json", "application/json", "text/json", "application/*", "*/*");
  private static final Set<String> FORMATS =
      Set.of("json", "application/fhir+json", "application/json", "text/json");

  private Accept() {}

  /**
   * Refuses a client that accepts something else alone.
   *
   * @throws FhirException NOT_ACCEPTABLE by the header Accept
   */
  public static void requireJson(HttpServletRequest request) {
    Enumeration<String> headers = request.getHeaders("Accept");
    if (!headers.hasMoreElements()) {
      return;
    }
    while (headers.hasMoreElements()) {
      for (String range : headers.nextElement().split(",")) {
        if (acceptsJson(range)) {
          return;
        }
      }
    }
    throw new FhirException(
        Category.NOT_ACCEPTABLE,
        "not-supported",
        "The value of the header Accept is not supported; this server sends"
            + " application/fhir+json.");
  }

  /**
   * Refuses a format that this server does not send.
   *
   * @param format the value of the parameter _format
   * @throws FhirException NOT_ACCEPTABLE if it is another one than JSON
   */
  public static void requireJsonFormat(String format) {
    int end = format.indexOf(';');
    String type = (end < 0 ? format : format.substring(0, end)).strip();
    // A plus sign that was not percent-encoded has become a blank.
    if (!FORMATS.contains(type.replace(' ', '+').toLowerCase(Locale.ROOT))) {
      throw new FhirException(
          Category.NOT_ACCEPTABLE,
          "not-supported",
          "The requested \"_format\" parameter is not supported.");
    }
  }

  private static boolean acceptsJson(String range) {
    String[] parts = range.split(";");
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace(" ", "");
      if (parameter.startsWith("q=") && parameter.substring(2).matches("0(\\.0*)?")) {
        return false;
      }
    }
    return JSON.contains(parts[0].strip().toLowerCase(Locale.ROOT));
  }
}
