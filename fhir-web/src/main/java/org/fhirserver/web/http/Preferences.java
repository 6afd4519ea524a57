package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fhirserver.store.FhirException;

/**
 * What a client prefers, in its header Prefer.
 *
 * @param askedReturn what a write answers, if the client says
 * @param askedHandling what becomes of parameters that are not understood, if the client says
 * @see <a href="https://hl7.org/fhir/R4/http.html#ops">Prefer: return</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#errors">Prefer: handling</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240, Prefer</a>
 */
public record Preferences(Optional<Return> askedReturn, Optional<Handling> askedHandling) {

  /** What a write answers. */
  public enum Return {
    /** No body. */
    MINIMAL("minimal"),
    /** The resource. */
    REPRESENTATION("representation"),
    /** An OperationOutcome. */
    OUTCOME("OperationOutcome");

    private final String value;

    Return(String value) {
      this.value = value;
    }

    /** The preference as the headers Prefer and Preference-Applied have it. */
    public String preference() {
      return "return=" + value;
    }
  }

  /** What becomes of parameters that are not understood. */
  public enum Handling {
    /** They are an error. */
    STRICT("strict"),
    /** They are left out with a warning. */
    LENIENT("lenient");

    private final String value;

    Handling(String value) {
      this.value = value;
    }

    /** The preference as the headers Prefer and Preference-Applied have it. */
    public String preference() {
      return "handling=" + value;
    }
  }

  private static final Preferences NONE = new Preferences(Optional.empty(), Optional.empty());
  private static final int LONGEST_SHOWN = 50;

  /**
   * The preferences of a request; those that FHIR does not define count for nothing. If one is
   * given twice, the first counts.
   *
   * @throws FhirException INVALID if one has a value that FHIR does not define
   */
  public static Preferences of(HttpServletRequest request) {
    if (request.getHeader("Prefer") == null) {
      return NONE;
    }
    Optional<Return> returned = Optional.empty();
    Optional<Handling> handling = Optional.empty();
    for (String header : Collections.list(request.getHeaders("Prefer"))) {
      for (String preference : header.split("[,;]")) {
        int equals = preference.indexOf('=');
        String name = (equals < 0 ? preference : preference.substring(0, equals)).strip();
        String value = equals < 0 ? "" : unquoted(preference.substring(equals + 1).strip());
        switch (name.toLowerCase(Locale.ROOT)) {
          case "return" -> {
            Return asked = returned(value);
            returned = returned.or(() -> Optional.of(asked));
          }
          case "handling" -> {
            Handling asked = handling(value);
            handling = handling.or(() -> Optional.of(asked));
          }
          default -> {
            // RFC 7240: what is not understood is ignored.
          }
        }
      }
    }
    return new Preferences(returned, handling);
  }

  /** What a write answers. */
  public Return returned() {
    return askedReturn.orElse(Return.REPRESENTATION);
  }

  /** Whether parameters that are not understood are left out with a warning. */
  public boolean lenient() {
    return askedHandling.filter(Handling.LENIENT::equals).isPresent();
  }

  private static Return returned(String value) {
    return Arrays.stream(Return.values())
        .filter(known -> known.value.equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                unknown(
                    "return",
                    value,
                    Arrays.stream(Return.values())
                        .map(known -> known.value)
                        .collect(Collectors.joining(", "))));
  }

  private static Handling handling(String value) {
    return Arrays.stream(Handling.values())
        .filter(known -> known.value.equals(value))
        .findFirst()
        .orElseThrow(() -> unknown("handling", value, "strict, lenient"));
  }

  private static FhirException unknown(String name, String value, String known) {
    String shown = value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "…" : value;
    return FhirException.invalid(
        "The value '"
            + shown
            + "' of '"
            + name
            + "' in the header Prefer is invalid; it takes one of "
            + known
            + ".");
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
