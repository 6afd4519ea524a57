package org.fhirserver.web.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.SearchInteraction;
import org.fhirserver.service.search.SearchScope;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.Preferences;

/** Answers searches, wherever they look. */
@ApplicationScoped
public class SearchResponses {

  @Inject private FhirRequests requests;

  @Inject private SearchInteraction searches;

  /** The page that the parameters of the URL ask for. */
  public Response ofUrl(HttpServletRequest request, SearchScope scope) {
    return of(request, scope, requests.parameters(request));
  }

  /** The page that the parameters of the URL and of the body ask for. */
  public Response ofForm(HttpServletRequest request, SearchScope scope) {
    List<QueryParameter> parameters = new ArrayList<>(requests.parameters(request));
    parameters.addAll(requests.form(request));
    return of(request, scope, parameters);
  }

  private Response of(
      HttpServletRequest request, SearchScope scope, List<QueryParameter> parameters) {
    RequestContext context = requests.context(request);
    Preferences preferences = Preferences.of(request);
    byte[] bundle = searches.search(context, scope, parameters, preferences.lenient());
    Response.ResponseBuilder response = Response.ok(bundle);
    preferences
        .askedHandling()
        .ifPresent(asked -> response.header("Preference-Applied", asked.preference()));
    return response.header("Content-Type", OutcomeResponse.FHIR_JSON).build();
  }
}
