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
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.web.http.FhirRequests;

/**
 * The history of a resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
@ApplicationScoped
@Path("{type: [^/]+}/{id: [^_$/][^/]*}/_history")
public class InstanceHistoryEndpoint {

  @Inject private HistoryResponses responses;

  @Context private HttpServletRequest request;

  /** Lists the versions of the resource. */
  @GET
  public Response history(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    return responses.of(request, new HistoryScope.Instance(key));
  }
}
