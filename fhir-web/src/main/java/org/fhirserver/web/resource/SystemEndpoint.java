package org.fhirserver.web.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.bundle.BundleInteraction;
import org.fhirserver.service.bundle.BundlePreferences;
import org.fhirserver.service.search.SearchScope;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.Preferences;
import org.fhirserver.web.search.SearchResponses;

/**
 * The interactions with the server as a whole: transaction, batch and the search of all types.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">batch/transaction</a>
 * @see <a href="https://hl7.org/fhir/R4/http.html#search">search</a>
 */
@ApplicationScoped
@Path("")
public class SystemEndpoint {

  @Inject private BundleInteraction bundles;

  @Inject private SearchResponses searches;

  @Inject private FhirRequests requests;

  @Context private HttpServletRequest request;

  /** Does what the Bundle in the body asks for. */
  @POST
  public Response process() {
    RequestContext context = requests.context(request);
    byte[] answer =
        bundles.process(context, requests.readJson(request), preferences(Preferences.of(request)));
    return Response.ok(answer).header("Content-Type", OutcomeResponse.FHIR_JSON).build();
  }

  /** Searches by the parameters of the URL. */
  @GET
  public Response search() {
    return searches.ofUrl(request, new SearchScope.All());
  }

  private static BundlePreferences preferences(Preferences preferences) {
    BundlePreferences.Returned returned =
        switch (preferences.returned()) {
          case MINIMAL -> BundlePreferences.Returned.NOTHING;
          case REPRESENTATION -> BundlePreferences.Returned.RESOURCE;
          case OUTCOME -> BundlePreferences.Returned.OUTCOME;
        };
    return new BundlePreferences(returned, preferences.lenient());
  }
}
