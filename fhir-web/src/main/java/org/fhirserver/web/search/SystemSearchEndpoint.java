package org.fhirserver.web.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.fhirserver.service.search.SearchScope;

/**
 * Searches the resources of all types by a form.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#search">search</a>
 */
@ApplicationScoped
@Path("_search")
public class SystemSearchEndpoint {

  @Inject private SearchResponses responses;

  @Context private HttpServletRequest request;

  /** Searches by the parameters of the URL and of the body. */
  @POST
  public Response searchByForm() {
    return responses.ofForm(request, new SearchScope.All());
  }
}
