package org.fhirserver.web.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
import org.fhirserver.store.model.FhirXml;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;
import org.fhirserver.web.security.CurrentCaller;

/** Reads from a request what every FHIR interaction needs of it. */
@ApplicationScoped
public class FhirRequests {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PROVENANCE = "X-Provenance";

  @Inject private BaseUrl baseUrl;

  @Inject private BodyReader bodies;

  @Inject private FhirJson json;

  @Inject private FhirXml xml;

  @Inject private ResourceViews views;

  /**
   * Whom the request is for.
   *
   * @throws FhirException NOT_ACCEPTABLE if the client does not accept FHIR, INVALID if it does not
   *     say clearly whether to indent
   */
  public RequestContext context(HttpServletRequest request) {
    Negotiation.of(request).require();
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
    Syntax syntax = FhirContentType.require(Optional.ofNullable(request.getContentType()));
    byte[] body = bodies.read(request);
    if (syntax == Syntax.XML) {
      return xml.toJson(body);
    }
    BodyReader.requireShortestForms(body);
    return body;
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
    parameters.removeIf(Negotiation::isParameter);
    return parameters;
  }

  /** Whether a body says to be a form. */
  public static boolean isForm(HttpServletRequest request) {
    String contentType = request.getContentType();
    return contentType != null
        && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM);
  }

  /**
   * The parameters of a form in the body but for those that say in which form the answer goes out,
   * which count from now on.
   *
   * @throws FhirException UNSUPPORTED_MEDIA_TYPE if the body says to be something else, TOO_LARGE
   *     if it is larger than allowed, INVALID if it cannot be decoded
   */
  public List<QueryParameter> form(HttpServletRequest request) {
    byte[] body = bodies.read(request);
    if (body.length == 0 && request.getContentType() == null) {
      return List.of();
    }
    if (!isForm(request)) {
      throw new FhirException(
          Category.UNSUPPORTED_MEDIA_TYPE,
          "not-supported",
          "The \"content-type\" header must be '" + FORM + "'.");
    }
    List<QueryParameter> parameters =
        new ArrayList<>(QueryString.parse(new String(body, StandardCharsets.UTF_8)));
    Negotiation.repeat(request, parameters);
    parameters.removeIf(Negotiation::isParameter);
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
}
