package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import org.fhirserver.store.FhirException;

/**
 * What a client prefers, in its header Prefer.
 *
 * @param returned what a write answers
 * @param lenient whether parameters that are not understood are left out with a warning
 * @see <a href="https://hl7.org/fhir/R4/http.html#ops">Prefer: return</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#errors">Prefer: handling</a>
 */
public record Preferences(Return returned, boolean lenient) {

  /** What a write answers. */
  public enum Return {
    /** No body. */
    MINIMAL,
    /** The resource. */
    REPRESENTATION,
    /** An OperationOutcome. */
    OUTCOME
  }

  private static final Preferences NONE = new Preferences(Return.REPRESENTATION, false);

  /**
   * The preferences of a request; those that FHIR does not define count for nothing.
   *
   * @throws FhirException INVALID if one has a value that FHIR does not define
   */
  public static Preferences of(HttpServletRequest request) {
    if (request.getHeader("Prefer") == null) {
      return NONE;
    }
    Return returned = Return.REPRESENTATION;
    boolean lenient = false;
    for (String header : Collections.list(request.getHeaders("Prefer"))) {
      for (String preference : header.split("[,;]")) {
        int equals = preference.indexOf('=');
        String name = (equals < 0 ? preference : preference.substring(0, equals)).strip();
        String value = equals < 0 ? "" : preference.substring(equals + 1).strip();
        switch (name.toLowerCase(Locale.ROOT)) {
          case "return" -> returned = returned(value);
          case "handling" -> lenient = isLenient(value);
          default -> {
            // RFC 7240: what is not understood is ignored.
          }
        }
      }
    }
    return new Preferences(returned, lenient);
  }

  private static Return returned(String value) {
    return switch (value) {
      case "minimal" -> Return.MINIMAL;
      case "representation" -> Return.REPRESENTATION;
      case "OperationOutcome" -> Return.OUTCOME;
      default ->
          throw FhirException.invalid(
              "The header Prefer takes return=minimal, representation or OperationOutcome.");
    };
  }

  private static boolean isLenient(String value) {
    return switch (value) {
      case "lenient" -> true;
      case "strict" -> false;
      default -> throw FhirException.invalid("The header Prefer takes handling=strict or lenient.");
    };
  }
}
