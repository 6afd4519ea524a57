package org.fhirserver.web.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.fhirserver.service.history.HistoryScope;

/**
 * The history of all resources.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
@ApplicationScoped
@Path("_history")
public class SystemHistoryEndpoint {

  @Inject private HistoryResponses responses;

  @Context private HttpServletRequest request;

  /** Lists the versions of all resources. */
  @GET
  public Response history() {
    return responses.of(request, new HistoryScope.All());
  }
}
