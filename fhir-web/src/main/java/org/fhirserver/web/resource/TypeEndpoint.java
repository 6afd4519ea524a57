package org.fhirserver.web.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.service.resource.BooleanParameter;
import org.fhirserver.service.resource.ConditionalDeleteInteraction;
import org.fhirserver.service.resource.ConditionalDeleteParameters;
import org.fhirserver.service.resource.ConditionalPatchInteraction;
import org.fhirserver.service.resource.ConditionalUpdateInteraction;
import org.fhirserver.service.resource.CreateInteraction;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.service.search.SearchScope;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.Preferences;
import org.fhirserver.web.search.SearchResponses;

/**
 * The interactions with a type: create, search, and those with whatever fulfils criteria.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">RESTful API</a>
 */
@ApplicationScoped
@Path("{type: [^/$]+}")
public class TypeEndpoint {
  @Inject private FhirRequests requests;

  @Inject private ResourceBodies resources;

  @Inject private CreateInteraction creates;

  @Inject private ConditionalUpdateInteraction updates;

  @Inject private ConditionalPatchInteraction patches;

  @Inject private PatchReader patchReader;

  @Inject private ConditionalDeleteInteraction deletes;

  @Inject private SearchResponses searches;

  @Context private HttpServletRequest request;

  /** Creates a resource. */
  @POST
  public Response create(@PathParam("type") String typeName) {
    ResourceType type = FhirRequests.type(typeName);
    RequestContext context = requests.context(request);
    Preferences preferences = Preferences.of(request);
    Element resource = resources.read(request, type, Optional.empty());
    Outcome outcome =
        creates.create(
            context, type, resource, Optional.ofNullable(request.getHeader("If-None-Exist")));
    return VersionResponse.of(context, outcome, preferences);
  }

  /** Updates the resource that fulfils the criteria, or creates one. */
  @PUT
  public Response update(@PathParam("type") String typeName) {
    ResourceType type = FhirRequests.type(typeName);
    RequestContext context = requests.context(request);
    Preferences preferences = Preferences.of(request);
    Optional<Integer> ifMatch = ConditionHeaders.ifMatch(request);
    List<QueryParameter> parameters = requests.parameters(request);
    Element resource = resources.read(request, type, Optional.empty());
    Outcome outcome =
        updates.update(
            context,
            type,
            criteria(parameters),
            resource,
            ifMatch,
            BooleanParameter.META_HISTORY.in(parameters, true));
    return VersionResponse.of(context, outcome, preferences);
  }

  /** Changes part of the resource that fulfils the criteria. */
  @PATCH
  public Response patch(@PathParam("type") String typeName) {
    ResourceType type = FhirRequests.type(typeName);
    RequestContext context = requests.context(request);
    Preferences preferences = Preferences.of(request);
    Optional<Integer> ifMatch = ConditionHeaders.ifMatch(request);
    List<QueryParameter> parameters = requests.parameters(request);
    Patch patch = patchReader.read(request);
    Outcome outcome =
        patches.patch(
            context,
            type,
            criteria(parameters),
            patch,
            ifMatch,
            BooleanParameter.META_HISTORY.in(parameters, true));
    return VersionResponse.of(context, outcome, preferences);
  }

  /** Deletes what fulfils the criteria. */
  @DELETE
  public Response delete(@PathParam("type") String typeName) {
    ResourceType type = FhirRequests.type(typeName);
    RequestContext context = requests.context(request);
    Preferences preferences = Preferences.of(request);
    Optional<Integer> ifMatch = ConditionHeaders.ifMatch(request);
    ConditionalDeleteParameters asked =
        ConditionalDeleteParameters.of(requests.parameters(request));
    List<ResourceVersion> deletions =
        deletes.delete(context, type, asked.criteria(), asked.count(), asked.hard(), ifMatch);
    return VersionResponse.ofDeletions(context, deletions, asked.hard(), preferences);
  }

  private static String criteria(List<QueryParameter> parameters) {
    return QueryString.of(BooleanParameter.META_HISTORY.without(parameters));
  }

  /** Searches by the parameters of the URL. */
  @GET
  public Response search(@PathParam("type") String typeName) {
    return searches.ofUrl(request, new SearchScope.Type(FhirRequests.type(typeName)));
  }

  /** Searches by the parameters of the URL and of the body. */
  @POST
  @Path("_search")
  public Response searchByForm(@PathParam("type") String typeName) {
    return searches.ofForm(request, new SearchScope.Type(FhirRequests.type(typeName)));
  }
}
