package org.fhirserver.web.resource;

import jakarta.ws.rs.core.Response;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.service.view.ResourceView;
import org.fhirserver.store.Issue;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.Preferences;

/** Responses that carry a version of a resource, or tell of one. */
final class VersionResponse {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private VersionResponse() {}

  /** The version itself, or what the client wants to see of it. */
  static Response of(ResourceVersion version, ResourceView view) {
    return json(headers(Response.ok(), version), view.apply(version.body()));
  }

  /** What a create or update did, as the client wants to be told. */
  static Response of(RequestContext context, Outcome outcome, Preferences preferences) {
    ResourceVersion version = outcome.version();
    boolean created = outcome.status() == Outcome.Status.CREATED;
    Response.ResponseBuilder response = headers(Response.status(created ? 201 : 200), version);
    response.header(
        "Location", context.baseUrl() + "/" + version.key() + "/_history/" + version.version());
    return switch (preferences.returned()) {
      case MINIMAL -> response.build();
      case REPRESENTATION -> json(response, version.body());
      case OUTCOME -> json(response, told(context, version, created));
    };
  }

  /** What a delete did. */
  static Response ofDeletion(Optional<ResourceVersion> deletion) {
    Response.ResponseBuilder response = Response.noContent();
    deletion.ifPresent(version -> response.header("ETag", etag(version)));
    return response.build();
  }

  /** A Bundle. */
  static Response ofBundle(byte[] bundle) {
    return json(Response.ok(), bundle);
  }

  private static byte[] told(RequestContext context, ResourceVersion version, boolean created) {
    String text = version.key() + (created ? " has been created." : " has been updated.");
    return OperationOutcomeJson.write(
        context.requestId(),
        List.of(new Issue("information", "informational", text, Optional.empty())));
  }

  private static Response json(Response.ResponseBuilder response, byte[] body) {
    return response.header("Content-Type", OutcomeResponse.FHIR_JSON).entity(body).build();
  }

  /** Adds version and time. */
  static Response.ResponseBuilder headers(
      Response.ResponseBuilder response, ResourceVersion version) {
    return response
        .header("ETag", etag(version))
        .header("Last-Modified", HTTP_DATE.format(version.lastUpdated()));
  }

  private static String etag(ResourceVersion version) {
    return "W/\"" + version.version() + "\"";
  }
}
