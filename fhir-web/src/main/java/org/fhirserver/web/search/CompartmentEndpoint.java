package org.fhirserver.web.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.fhirserver.service.search.SearchScope;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.web.http.FhirRequests;

/**
 * Searches what belongs to a resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#vsearch">Variant searches</a>
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition.html">Compartments</a>
 */
@ApplicationScoped
@Path("{type: [^/]+}/{id: [^_$/][^/]*}/{member: [^_$/][^/]*}")
public class CompartmentEndpoint {

  @Inject private SearchResponses responses;

  @Context private HttpServletRequest request;

  /** Searches by the parameters of the URL. */
  @GET
  public Response search(
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("member") String member) {
    return responses.ofUrl(request, scope(type, id, member));
  }

  /** Searches by the parameters of the URL and of the body. */
  @POST
  @Path("_search")
  public Response searchByForm(
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("member") String member) {
    return responses.ofForm(request, scope(type, id, member));
  }

  private static SearchScope scope(String type, String id, String member) {
    ResourceKey owner = new ResourceKey(FhirRequests.type(type), id);
    Optional<ResourceType> only =
        member.equals(SearchScope.Compartment.ALL_TYPES)
            ? Optional.empty()
            : Optional.of(FhirRequests.type(member));
    return new SearchScope.Compartment(owner, only);
  }
}
