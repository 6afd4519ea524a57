package org.fhirserver.web.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.resource.BooleanParameter;
import org.fhirserver.service.resource.DeleteInteraction;
import org.fhirserver.service.resource.Preconditions;
import org.fhirserver.service.resource.ReadInteraction;
import org.fhirserver.service.resource.UpdateInteraction;
import org.fhirserver.service.resource.VreadInteraction;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.web.http.BodyReader;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.Preferences;

/**
 * The interactions with a resource: read, vread, update and delete.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">RESTful API</a>
 */
@ApplicationScoped
@Path("{type: [^/]+}/{id: [^_$/][^/]*}")
public class InstanceEndpoint {

  @Inject private FhirRequests requests;

  @Inject private BodyReader bodies;

  @Inject private FhirJson json;

  @Inject private ReadInteraction reads;

  @Inject private VreadInteraction versionReads;

  @Inject private UpdateInteraction updates;

  @Inject private DeleteInteraction deletes;

  @Context private HttpServletRequest request;

  /** Reads the current version. */
  @GET
  public Response read(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = requests.context(request);
    requests.requireNoParameters(request);
    return VersionResponse.of(reads.read(context, key));
  }

  /** Reads one version. */
  @GET
  @Path("_history/{version}")
  public Response readVersion(
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("version") String version) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = requests.context(request);
    requests.requireNoParameters(request);
    return VersionResponse.of(versionReads.read(context, key, version));
  }

  /** Refuses to delete one version. */
  @DELETE
  @Path("_history/{version}")
  public Response deleteVersion() {
    throw new FhirException(
        Category.NOT_ALLOWED, "forbidden", "Deleting a specific record version is not supported.");
  }

  /** Updates the resource or creates it. */
  @PUT
  public Response update(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = requests.context(request);
    Preferences preferences = Preferences.of(request);
    Optional<Integer> ifMatch = ifMatch();
    boolean keepMetaHistory = BooleanParameter.META_HISTORY.in(requests.parameters(request), true);
    Element resource = json.read(bodies.readJson(request));
    return VersionResponse.of(
        context, updates.update(context, key, resource, ifMatch, keepMetaHistory), preferences);
  }

  /** Deletes the resource. */
  @DELETE
  public Response delete(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = requests.context(request);
    List<QueryParameter> parameters = requests.parameters(request);
    FhirRequests.requireNone(BooleanParameter.HARD_DELETE.without(parameters));
    boolean hard = BooleanParameter.HARD_DELETE.in(parameters, false);
    Optional<ResourceVersion> deletion = deletes.delete(context, key, ifMatch(), hard);
    return VersionResponse.ofDeletion(hard ? Optional.empty() : deletion);
  }

  private Optional<Integer> ifMatch() {
    return Optional.ofNullable(request.getHeader("If-Match")).map(Preconditions::versionOf);
  }
}
