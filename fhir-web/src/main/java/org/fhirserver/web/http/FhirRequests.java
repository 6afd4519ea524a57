package org.fhirserver.web.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.service.view.ResourceView;
import org.fhirserver.service.view.ResourceViews;
import org.fhirserver.service.view.ViewRequest;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;
import org.fhirserver.web.security.CurrentCaller;

/** Reads from a request what every FHIR interaction needs of it. */
@ApplicationScoped
public class FhirRequests {
  private static final String FORMAT = "_format";
  private static final String PRETTY = "_pretty";
  private static final String PROVENANCE = "X-Provenance";

  @Inject private BaseUrl baseUrl;

  @Inject private BodyReader bodies;

  @Inject private FhirJson json;

  @Inject private ResourceViews views;

  /**
   * Whom the request is for.
   *
   * @throws FhirException NOT_ACCEPTABLE if the client does not accept JSON
   */
  public RequestContext context(HttpServletRequest request) {
    requireAcceptsJson(request);
    return contextOfAnyFormat(request);
  }

  /** As above for an answer that need not be FHIR. */
  public RequestContext contextOfAnyFormat(HttpServletRequest request) {
    return new RequestContext(
        CurrentCaller.of(request),
        Tenant.DEFAULT,
        baseUrl.of(request),
        RequestId.of(request),
        provenance(request));
  }

  /** The header X-Provenance; sent twice it is no JSON, which those tell who read it. */
  private static Optional<String> provenance(HttpServletRequest request) {
    return request.getHeader(PROVENANCE) == null
        ? Optional.empty()
        : Optional.of(String.join(",", Collections.list(request.getHeaders(PROVENANCE))));
  }

  /**
   * The resource in the body, checked.
   *
   * @throws FhirException UNSUPPORTED_MEDIA_TYPE if the body says to be something else, TOO_LARGE
   *     if it is larger than allowed, INVALID if it is no valid resource
   */
  public Element readResource(HttpServletRequest request) {
    return json.read(readJson(request));
  }

  /**
   * The body as FHIR JSON, whatever format it has; nothing is checked but that it has the form of
   * one resource.
   *
   * @throws FhirException UNSUPPORTED_MEDIA_TYPE if the body says to be something else, TOO_LARGE
   *     if it is larger than allowed, INVALID if it cannot be read
   */
  public byte[] readJson(HttpServletRequest request) {
    return bodies.readJson(request);
  }

  /**
   * What the request wants to see of a resource; other parameters are refused.
   *
   * @throws FhirException INVALID if there are others or a value is not understood
   */
  public ResourceView view(HttpServletRequest request) {
    List<QueryParameter> parameters = parameters(request);
    if (parameters.isEmpty()) {
      return ResourceView.WHOLE;
    }
    parameters.stream()
        .filter(parameter -> !ViewRequest.isParameter(parameter.name()))
        .findFirst()
        .ifPresent(FhirRequests::refuse);
    return views.of(parameters);
  }

  /** The parameters of the query but for those that say in which form the answer goes out. */
  public List<QueryParameter> parameters(HttpServletRequest request) {
    String query = request.getQueryString();
    if (query == null) {
      return List.of();
    }
    List<QueryParameter> parameters = new ArrayList<>(QueryString.parse(query));
    parameters.removeIf(
        parameter -> parameter.name().equals(FORMAT) || parameter.name().equals(PRETTY));
    return parameters;
  }

  /**
   * Refuses parameters that an interaction does not know.
   *
   * @throws FhirException INVALID if there are any
   */
  public void requireNoParameters(HttpServletRequest request) {
    requireNone(parameters(request));
  }

  /**
   * Refuses these parameters, which an interaction does not know.
   *
   * @throws FhirException INVALID if there are any
   */
  public static void requireNone(List<QueryParameter> parameters) {
    parameters.stream().findFirst().ifPresent(FhirRequests::refuse);
  }

  private static void refuse(QueryParameter parameter) {
    throw new FhirException(
        Category.INVALID,
        "not-supported",
        "The parameter '" + parameter.name() + "' is not supported for this interaction.");
  }

  /**
   * The resource type that the URL names.
   *
   * @throws FhirException NOT_FOUND if there is none of that name
   */
  public static ResourceType type(String name) {
    return ResourceType.named(name)
        .filter(ResourceType::isStored)
        .orElseThrow(
            () ->
                new FhirException(
                    Category.NOT_FOUND, "not-found", "The requested route was not found."));
  }

  /**
   * Refuses clients that accept no JSON; the parameter _format overrides the header Accept.
   *
   * @throws FhirException NOT_ACCEPTABLE if that is so
   */
  public static void requireAcceptsJson(HttpServletRequest request) {
    Optional<String> format =
        Optional.ofNullable(request.getQueryString())
            .filter(query -> query.contains(FORMAT + "="))
            .stream()
            .flatMap(query -> QueryString.parse(query).stream())
            .filter(parameter -> parameter.name().equals(FORMAT))
            .map(QueryParameter::value)
            .findFirst();
    if (format.isPresent()) {
      Accept.requireJsonFormat(format.get());
    } else {
      Accept.requireJson(request);
    }
  }
}
