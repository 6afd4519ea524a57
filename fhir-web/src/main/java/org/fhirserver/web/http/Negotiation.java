package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/**
 * In which form an answer goes out.
 *
 * @param syntax the syntax; JSON if the client accepts none
 * @param isPretty whether it is indented
 * @param refusal why the request cannot be answered in a form that the client accepts
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types and encodings</a>
 * @see <a href="https://hl7.org/fhir/R4/http.html#parameters">General parameters</a>
 */
public record Negotiation(Syntax syntax, boolean isPretty, Optional<FhirException> refusal) {
  private static final String ATTRIBUTE = "org.fhirserver.negotiation";
  private static final String FORMAT = "_format";
  private static final String PRETTY = "_pretty";
  private static final Negotiation PLAIN_JSON =
      new Negotiation(Syntax.JSON, false, Optional.empty());

  /** What came of the negotiation with that client; made when it is first asked for. */
  public static Negotiation of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Negotiation known) {
      return known;
    }
    Negotiation made = negotiate(request, parameters(request));
    request.setAttribute(ATTRIBUTE, made);
    return made;
  }

  /** Negotiates again with parameters that came in the body. */
  static void repeat(HttpServletRequest request, List<QueryParameter> inBody) {
    if (inBody.stream().anyMatch(Negotiation::isParameter)) {
      List<QueryParameter> all = new ArrayList<>(parameters(request));
      all.addAll(inBody);
      request.setAttribute(ATTRIBUTE, negotiate(request, all));
    }
  }

  /** Whether a parameter says in which form the answer goes out. */
  static boolean isParameter(QueryParameter parameter) {
    return parameter.name().equals(FORMAT) || parameter.name().equals(PRETTY);
  }

  /**
   * Refuses what cannot be answered in a form that the client accepts.
   *
   * @throws FhirException NOT_ACCEPTABLE, or INVALID if it is not clear whether to indent
   */
  public void require() {
    refusal.ifPresent(
        refused -> {
          throw refused;
        });
  }

  private static List<QueryParameter> parameters(HttpServletRequest request) {
    String query = request.getQueryString();
    if (query == null || !(query.contains(FORMAT) || query.contains(PRETTY))) {
      return List.of();
    }
    try {
      return QueryString.parse(query);
    } catch (FhirException malformed) {
      // Whoever reads the query for the interaction tells of it.
      return List.of();
    }
  }

  private static Negotiation negotiate(
      HttpServletRequest request, List<QueryParameter> parameters) {
    Optional<String> format = value(parameters, FORMAT);
    Optional<String> pretty = value(parameters, PRETTY);
    Optional<Syntax> syntax =
        format.isPresent() ? format.flatMap(Syntax::ofFormat) : accepted(request);
    if (syntax.isEmpty()) {
      return new Negotiation(
          Syntax.JSON, false, Optional.of(notAcceptable(request, format.isPresent())));
    }
    if (pretty.isEmpty()) {
      return syntax.get() == Syntax.JSON
          ? PLAIN_JSON
          : new Negotiation(syntax.get(), false, Optional.empty());
    }
    return switch (pretty.get()) {
      case "true" -> new Negotiation(syntax.get(), true, Optional.empty());
      case "false" -> new Negotiation(syntax.get(), false, Optional.empty());
      default ->
          new Negotiation(
              syntax.get(),
              false,
              Optional.of(
                  FhirException.invalid(
                      "The requested \"_pretty\" parameter is invalid; it takes true or false.")));
    };
  }

  private static Optional<String> value(List<QueryParameter> parameters, String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(QueryParameter::value)
        .findFirst();
  }

  private static Optional<Syntax> accepted(HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders("Accept"));
    if (headers.stream().allMatch(String::isBlank)) {
      return Optional.of(Syntax.JSON);
    }
    if (headers.size() == 1 && Syntax.JSON.mediaTypes().contains(headers.get(0))) {
      return Optional.of(Syntax.JSON);
    }
    return AcceptedSyntax.of(
        headers.stream().flatMap(header -> MediaRange.allOf(header).stream()).toList());
  }

  private static FhirException notAcceptable(HttpServletRequest request, boolean byFormat) {
    return new FhirException(
        Category.NOT_ACCEPTABLE,
        "not-supported",
        byFormat
            ? "The requested \"_format\" parameter is not supported."
            : "The value '"
                + MediaTypeFilter.accept(request)
                + "' of the header Accept is not supported; this server sends"
                + " application/fhir+json and application/fhir+xml.");
  }
}
