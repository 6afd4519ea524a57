package org.fhirserver.web.metadata;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.fhirserver.service.metadata.CapabilitiesInteraction;
import org.fhirserver.service.view.ResourceView;
import org.fhirserver.store.tenant.Tenant;
import org.fhirserver.web.http.BaseUrl;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.Negotiation;
import org.fhirserver.web.http.OutcomeResponse;

/**
 * Says what this server can do; open to everyone.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#capabilities">capabilities</a>
 */
@ApplicationScoped
@Path("metadata")
public class MetadataEndpoint {

  @Inject private CapabilitiesInteraction capabilities;

  @Inject private BaseUrl baseUrl;

  @Inject private FhirRequests requests;

  @Context private HttpServletRequest request;

  /** The CapabilityStatement. */
  @GET
  public Response capabilities() {
    Negotiation.of(request).require();
    ResourceView view = requests.view(request);
    return Response.ok(view.apply(capabilities.statement(Tenant.DEFAULT, baseUrl.of(request))))
        .header("Content-Type", OutcomeResponse.FHIR_JSON)
        .build();
  }
}
