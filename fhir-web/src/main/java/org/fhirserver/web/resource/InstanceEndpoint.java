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
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.resource.DeleteInteraction;
import org.fhirserver.service.resource.HistoryBundle;
import org.fhirserver.service.resource.Preconditions;
import org.fhirserver.service.resource.ReadInteraction;
import org.fhirserver.service.resource.UpdateInteraction;
import org.fhirserver.service.resource.VreadInteraction;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.web.http.BodyReader;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.Preferences;

/**
 * The interactions with a resource: read, vread, history, update and delete.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">RESTful API</a>
 */
@ApplicationScoped
@Path("{type: [^/]+}/{id: [^_$/][^/]*}")
public class InstanceEndpoint {

  @Inject private FhirRequests requests;

  @Inject private BodyReader bodies;

  @Inject private FhirJson json;

  @Inject private BinaryBodies binaries;

  @Inject private ReadInteraction reads;

  @Inject private VreadInteraction versionReads;

  @Inject private HistoryBundle histories;

  @Inject private UpdateInteraction updates;

  @Inject private DeleteInteraction deletes;

  @Context private HttpServletRequest request;

  /** Reads the current version. */
  @GET
  public Response read(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = readContext(key);
    requests.requireNoParameters(request);
    return answer(reads.read(context, key));
  }

  /** Lists the versions. */
  @GET
  @Path("_history")
  public Response history(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = requests.context(request);
    return VersionResponse.ofBundle(histories.history(context, key, requests.parameters(request)));
  }

  /** Reads one version. */
  @GET
  @Path("_history/{version}")
  public Response readVersion(
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("version") String version) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = readContext(key);
    requests.requireNoParameters(request);
    return answer(versionReads.read(context, key, version));
  }

  /** Updates the resource or creates it. */
  @PUT
  public Response update(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = requests.context(request);
    Preferences preferences = Preferences.of(request);
    Optional<Integer> ifMatch = ifMatch();
    Element resource =
        key.type() == ResourceType.BINARY
            ? binaries.read(request, Optional.of(id))
            : json.read(bodies.readJson(request));
    return VersionResponse.of(
        context, updates.update(context, key, resource, ifMatch), preferences);
  }

  /** Deletes the resource. */
  @DELETE
  public Response delete(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = requests.context(request);
    requests.requireNoParameters(request);
    return VersionResponse.ofDeletion(deletes.delete(context, key, ifMatch()));
  }

  /** What a Binary holds may be acceptable where FHIR is not. */
  private RequestContext readContext(ResourceKey key) {
    return key.type() == ResourceType.BINARY && !FhirRequests.hasFormat(request)
        ? requests.contextOfAnyFormat(request)
        : requests.context(request);
  }

  private Response answer(ResourceVersion version) {
    return BinaryAnswers.isContentWanted(request, version)
        ? BinaryAnswers.of(version)
        : VersionResponse.of(version);
  }

  private Optional<Integer> ifMatch() {
    return Optional.ofNullable(request.getHeader("If-Match")).map(Preconditions::versionOf);
  }
}
