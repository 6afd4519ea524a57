package org.fhirserver.web.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.fhirserver.service.history.HistoryScope;
import org.fhirserver.web.http.FhirRequests;

/**
 * The history of the resources of a type.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
@ApplicationScoped
@Path("{type: [^/]+}/_history")
public class TypeHistoryEndpoint {

  @Inject private HistoryResponses responses;

  @Context private HttpServletRequest request;

  /** Lists the versions of all resources of the type. */
  @GET
  public Response history(@PathParam("type") String type) {
    return responses.of(request, new HistoryScope.Type(FhirRequests.type(type)));
  }
}
