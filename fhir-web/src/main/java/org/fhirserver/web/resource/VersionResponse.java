package org.fhirserver.web.resource;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.service.resource.ReadConditions;
import org.fhirserver.service.view.ResourceView;
import org.fhirserver.store.Issue;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.Preferences;

/** Responses that carry a version of a resource, or tell of one. */
final class VersionResponse {
  private VersionResponse() {}

  /** The version itself, or what the client wants to see of it, unless the client has it. */
  static Response of(ResourceVersion version, ReadConditions conditions, ResourceView view) {
    if (conditions.isUnchanged(version)) {
      return headers(Response.notModified(), version).build();
    }
    return json(headers(Response.ok(), version), view.apply(version.body()));
  }

  /** What a create, update or patch did, as the client wants to be told. */
  static Response of(RequestContext context, Outcome outcome, Preferences preferences) {
    ResourceVersion version = outcome.version();
    boolean created = outcome.status() == Outcome.Status.CREATED;
    Response.ResponseBuilder response = headers(Response.status(created ? 201 : 200), version);
    response.header(
        "Location", context.baseUrl() + "/" + version.key() + "/_history/" + version.version());
    preferences.askedReturn().ifPresent(asked -> applied(response, asked.preference()));
    return switch (preferences.returned()) {
      case MINIMAL -> response.build();
      case REPRESENTATION -> json(response, version.body());
      case OUTCOME ->
          json(
              response,
              told(
                  context,
                  version.key() + (created ? " has been created." : " has been updated.")));
    };
  }

  /**
   * What a delete did, as the client wants to be told.
   *
   * @param hard whether no version is left to name
   */
  static Response ofDeletion(
      RequestContext context,
      Optional<ResourceVersion> deletion,
      boolean hard,
      Preferences preferences) {
    String text =
        deletion
            .map(version -> version.key() + " has been deleted.")
            .orElse("There was nothing to delete.");
    return ofDelete(context, named(deletion, hard), text, preferences).build();
  }

  /**
   * What a conditional delete did, as the client wants to be told.
   *
   * @param hard whether no version is left to name
   */
  static Response ofDeletions(
      RequestContext context,
      List<ResourceVersion> deletions,
      boolean hard,
      Preferences preferences) {
    Optional<ResourceVersion> only =
        deletions.size() == 1 ? Optional.of(deletions.get(0)) : Optional.empty();
    String text = "Resources that have been deleted: " + deletions.size() + ".";
    return ofDelete(context, named(only, hard), text, preferences)
        .header("Items-Deleted", deletions.size())
        .build();
  }

  private static Optional<ResourceVersion> named(Optional<ResourceVersion> deletion, boolean hard) {
    return hard ? Optional.empty() : deletion;
  }

  /** There is no resource to represent, so that only the other two preferences can be heeded. */
  private static Response.ResponseBuilder ofDelete(
      RequestContext context,
      Optional<ResourceVersion> deletion,
      String text,
      Preferences preferences) {
    boolean telling = preferences.returned() == Preferences.Return.OUTCOME;
    Response.ResponseBuilder response = telling ? Response.ok() : Response.noContent();
    deletion.ifPresent(version -> response.header("ETag", etag(version)));
    preferences
        .askedReturn()
        .filter(asked -> asked != Preferences.Return.REPRESENTATION)
        .ifPresent(asked -> applied(response, asked.preference()));
    return telling ? body(response, told(context, text)) : response;
  }

  private static byte[] told(RequestContext context, String text) {
    return OperationOutcomeJson.write(
        context.requestId(),
        List.of(new Issue("information", "informational", text, Optional.empty())));
  }

  private static Response json(Response.ResponseBuilder response, byte[] bytes) {
    return body(response, bytes).build();
  }

  private static Response.ResponseBuilder body(Response.ResponseBuilder response, byte[] bytes) {
    return response.header("Content-Type", OutcomeResponse.FHIR_JSON).entity(bytes);
  }

  private static void applied(Response.ResponseBuilder response, String preference) {
    response.header("Preference-Applied", preference);
  }

  /** Adds version and time. */
  static Response.ResponseBuilder headers(
      Response.ResponseBuilder response, ResourceVersion version) {
    return response
        .header("ETag", etag(version))
        .header("Last-Modified", HttpDate.of(version.lastUpdated()));
  }

  private static String etag(ResourceVersion version) {
    return "W/\"" + version.version() + "\"";
  }
}
