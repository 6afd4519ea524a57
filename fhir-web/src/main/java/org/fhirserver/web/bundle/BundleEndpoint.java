package org.fhirserver.web.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.bundle.BundleInteraction;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.Preferences;

/**
 * Takes transactions and batches.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">batch/transaction</a>
 */
@ApplicationScoped
@Path("")
public class BundleEndpoint {

  @Inject private BundleInteraction bundles;

  @Inject private FhirRequests requests;

  @Context private HttpServletRequest request;

  /** Does what the Bundle in the body asks for. */
  @POST
  public Response process() {
    RequestContext context = requests.context(request);
    boolean minimal = Preferences.of(request).returned() == Preferences.Return.MINIMAL;
    byte[] answer = bundles.process(context, requests.readJson(request), minimal);
    return Response.ok(answer).header("Content-Type", OutcomeResponse.FHIR_JSON).build();
  }
}
