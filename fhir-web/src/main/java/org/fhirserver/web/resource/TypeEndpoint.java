package org.fhirserver.web.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.resource.CreateInteraction;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.service.search.SearchInteraction;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.web.http.BodyReader;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.Preferences;

/**
 * The interactions with a type: create and search.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">RESTful API</a>
 */
@ApplicationScoped
@Path("{type: [^/]+}")
public class TypeEndpoint {
  private static final String FORM = "application/x-www-form-urlencoded";

  @Inject private FhirRequests requests;

  @Inject private BodyReader bodies;

  @Inject private ResourceBodies resources;

  @Inject private CreateInteraction creates;

  @Inject private SearchInteraction searches;

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

  /** Searches by the parameters of the URL. */
  @GET
  public Response search(@PathParam("type") String typeName) {
    return search(typeName, requests.parameters(request));
  }

  /** Searches by the parameters of the URL and of the body. */
  @POST
  @Path("_search")
  public Response searchByForm(@PathParam("type") String typeName) {
    List<QueryParameter> parameters = new ArrayList<>(requests.parameters(request));
    String contentType = request.getContentType();
    byte[] body = bodies.read(request);
    if (body.length > 0 || contentType != null) {
      requireForm(Optional.ofNullable(contentType));
      parameters.addAll(QueryString.parse(new String(body, StandardCharsets.UTF_8)));
    }
    return search(typeName, parameters);
  }

  private Response search(String typeName, List<QueryParameter> parameters) {
    ResourceType type = FhirRequests.type(typeName);
    RequestContext context = requests.context(request);
    boolean lenient = Preferences.of(request).lenient();
    return VersionResponse.ofBundle(searches.search(context, type, parameters, lenient));
  }

  private static void requireForm(Optional<String> contentType) {
    boolean form =
        contentType
            .map(text -> text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
            .filter(FORM::equals)
            .isPresent();
    if (!form) {
      throw new FhirException(
          Category.UNSUPPORTED_MEDIA_TYPE,
          "not-supported",
          "The \"content-type\" header must be '" + FORM + "'.");
    }
  }
}
