package org.fhirserver.web.http;

import jakarta.ws.rs.core.Response;
import java.util.List;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.store.Issue;

/** Responses whose body is an OperationOutcome. */
public final class OutcomeResponse {
  /** The media type of FHIR JSON as this server sends it. */
  public static final String FHIR_JSON = "application/fhir+json; charset=utf-8";

  private OutcomeResponse() {}

  /** A response to add headers to. */
  public static Response.ResponseBuilder of(int status, String requestId, List<Issue> issues) {
    return into(Response.status(status), requestId, issues);
  }

  static Response.ResponseBuilder into(
      Response.ResponseBuilder response, String requestId, List<Issue> issues) {
    return response
        .header("Content-Type", FHIR_JSON)
        .entity(OperationOutcomeJson.write(requestId, issues));
  }
}
