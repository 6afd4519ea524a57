package org.fhirserver.web.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.history.HistoryBundle;
import org.fhirserver.service.history.HistoryScope;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.Preferences;

/** Answers requests for a history, whatever it is of. */
@ApplicationScoped
public class HistoryResponses {

  @Inject private FhirRequests requests;

  @Inject private HistoryBundle histories;

  /** The page that the request asks for. */
  public Response of(HttpServletRequest request, HistoryScope scope) {
    RequestContext context = requests.context(request);
    boolean lenient = Preferences.of(request).lenient();
    byte[] bundle = histories.history(context, scope, requests.parameters(request), lenient);
    return Response.ok(bundle).header("Content-Type", OutcomeResponse.FHIR_JSON).build();
  }
}
