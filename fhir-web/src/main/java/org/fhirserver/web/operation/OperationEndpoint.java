package org.fhirserver.web.operation;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.operation.Operations;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.store.model.Element;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.Preferences;

/**
 * Calls the operations; which and on what the path says.
 *
 * @see <a href="https://hl7.org/fhir/R4/operations.html#executing">Executing an operation</a>
 */
public abstract class OperationEndpoint {
  @Inject private Operations operations;

  @Inject private FhirRequests requests;

  @Context private HttpServletRequest request;

  @Context private UriInfo uri;

  /** Calls it with the parameters of the URL. */
  @GET
  public Response get() {
    return call(OperationMethod.GET, requests.parameters(request), Optional.empty());
  }

  /** Calls it with the parameters of the URL and of the body: a resource or a form. */
  @POST
  public Response post() {
    List<QueryParameter> query = new ArrayList<>(requests.parameters(request));
    String contentType = request.getContentType();
    if (contentType == null && request.getContentLengthLong() == 0) {
      return call(OperationMethod.POST, query, Optional.empty());
    }
    if (FhirRequests.isForm(request)) {
      query.addAll(requests.form(request));
      return call(OperationMethod.POST, query, Optional.empty());
    }
    return operations.readUncheckedBody(code())
        ? call(
            OperationMethod.POST, query, Optional.empty(), Optional.of(requests.readJson(request)))
        : call(OperationMethod.POST, query, Optional.of(requests.readResource(request)));
  }

  /** Calls it with the parameters of the URL; for those that delete. */
  @DELETE
  public Response delete() {
    return call(OperationMethod.DELETE, requests.parameters(request), Optional.empty());
  }

  private Response call(
      OperationMethod method, List<QueryParameter> query, Optional<Element> body) {
    return call(method, query, body, Optional.empty());
  }

  private Response call(
      OperationMethod method,
      List<QueryParameter> query,
      Optional<Element> body,
      Optional<byte[]> uncheckedBody) {
    RequestContext context = requests.context(request);
    MultivaluedMap<String, String> path = uri.getPathParameters();
    OperationCall call =
        new OperationCall(
            method,
            Optional.ofNullable(path.getFirst("type")).map(FhirRequests::type),
            Optional.ofNullable(path.getFirst("id")),
            Optional.ofNullable(path.getFirst("version")),
            query,
            body,
            Preferences.of(request).lenient(),
            uncheckedBody);
    OperationAnswer answer = operations.call(context, code(), call);
    Response.ResponseBuilder response = Response.status(answer.status());
    answer
        .location()
        .ifPresent(
            location -> response.header("Location", location).header("Content-Location", location));
    answer
        .body()
        .ifPresent(
            bytes -> response.header("Content-Type", OutcomeResponse.FHIR_JSON).entity(bytes));
    return response.build();
  }

  /** The name of the operation without its dollar sign. */
  String code() {
    return Optional.ofNullable(uri.getPathParameters().getFirst("code")).orElseThrow().substring(1);
  }
}
