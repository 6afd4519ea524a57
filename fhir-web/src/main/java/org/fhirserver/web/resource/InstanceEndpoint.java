package org.fhirserver.web.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.history.HistoryScope;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.service.resource.BooleanParameter;
import org.fhirserver.service.resource.DeleteInteraction;
import org.fhirserver.service.resource.PatchInteraction;
import org.fhirserver.service.resource.ReadConditions;
import org.fhirserver.service.resource.ReadInteraction;
import org.fhirserver.service.resource.UpdateInteraction;
import org.fhirserver.service.resource.VreadInteraction;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.view.ResourceView;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.web.history.HistoryResponses;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.Preferences;

/**
 * The interactions with a resource: read, vread, history, update, patch and delete.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">RESTful API</a>
 */
@ApplicationScoped
@Path("{type: [^/]+}/{id: [^_$/][^/]*}")
public class InstanceEndpoint {

  @Inject private FhirRequests requests;

  @Inject private ResourceBodies resources;

  @Inject private ReadInteraction reads;

  @Inject private VreadInteraction versionReads;

  @Inject private HistoryResponses histories;

  @Inject private UpdateInteraction updates;

  @Inject private PatchInteraction patches;

  @Inject private PatchReader patchReader;

  @Inject private DeleteInteraction deletes;

  @Context private HttpServletRequest request;

  /** Reads the current version. */
  @GET
  public Response read(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = readContext(key);
    ReadConditions conditions = ConditionHeaders.ofRead(request);
    ResourceView view = requests.view(request);
    return answer(reads.read(context, key), conditions, view);
  }

  /** Lists the versions. */
  @GET
  @Path("_history")
  public Response history(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    return histories.of(request, new HistoryScope.Instance(key));
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
    ReadConditions conditions = ConditionHeaders.ofRead(request);
    ResourceView view = requests.view(request);
    return answer(versionReads.read(context, key, version), conditions, view);
  }

  /** Updates the resource or creates it. */
  @PUT
  public Response update(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = requests.context(request);
    Preferences preferences = Preferences.of(request);
    Optional<Integer> ifMatch = ConditionHeaders.ifMatch(request);
    boolean keepMetaHistory = BooleanParameter.META_HISTORY.in(requests.parameters(request), true);
    Element resource = resources.read(request, key.type(), Optional.of(id));
    return VersionResponse.of(
        context, updates.update(context, key, resource, ifMatch, keepMetaHistory), preferences);
  }

  /** Changes part of the resource. */
  @PATCH
  public Response patch(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = requests.context(request);
    Preferences preferences = Preferences.of(request);
    Optional<Integer> ifMatch = ConditionHeaders.ifMatch(request);
    boolean keepMetaHistory = BooleanParameter.META_HISTORY.in(requests.parameters(request), true);
    Patch patch = patchReader.read(request);
    return VersionResponse.of(
        context, patches.patch(context, key, patch, ifMatch, keepMetaHistory), preferences);
  }

  /** Deletes the resource. */
  @DELETE
  public Response delete(@PathParam("type") String type, @PathParam("id") String id) {
    ResourceKey key = new ResourceKey(FhirRequests.type(type), id);
    RequestContext context = requests.context(request);
    Preferences preferences = Preferences.of(request);
    Optional<Integer> ifMatch = ConditionHeaders.ifMatch(request);
    List<QueryParameter> parameters = requests.parameters(request);
    FhirRequests.requireNone(BooleanParameter.HARD_DELETE.without(parameters));
    boolean hard = BooleanParameter.HARD_DELETE.in(parameters, false);
    Optional<ResourceVersion> deletion = deletes.delete(context, key, ifMatch, hard);
    return VersionResponse.ofDeletion(context, deletion, hard, preferences);
  }

  /** What a Binary holds may be acceptable where FHIR is not. */
  private RequestContext readContext(ResourceKey key) {
    return BinaryAnswers.isPossible(request, key.type())
        ? requests.contextOfAnyFormat(request)
        : requests.context(request);
  }

  private Response answer(ResourceVersion version, ReadConditions conditions, ResourceView view) {
    return BinaryAnswers.isWanted(request, version) && !conditions.isUnchanged(version)
        ? BinaryAnswers.of(version)
        : VersionResponse.of(version, conditions, view);
  }
}
