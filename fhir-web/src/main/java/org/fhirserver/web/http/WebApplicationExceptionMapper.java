package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;

/** Answers what JAX-RS itself refuses: unknown routes, methods and media types. */
@Provider
public final class WebApplicationExceptionMapper
    implements ExceptionMapper<WebApplicationException> {
  private static final int FIRST_ERROR = 400;
  private static final int FIRST_SERVER_ERROR = 500;

  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(WebApplicationException exception) {
    Response response = exception.getResponse();
    if (response.getStatus() < FIRST_ERROR || response.hasEntity()) {
      return response;
    }
    String requestId = RequestId.of(request);
    if (response.getStatus() >= FIRST_SERVER_ERROR) {
      FaultLog.write(requestId, exception);
    }
    return OutcomeResponse.into(
            Response.fromResponse(response),
            requestId,
            List.of(
                StatusIssues.issue(
                    response.getStatus(),
                    Optional.of(MediaTypeFilter.accept(request)),
                    Optional.ofNullable(request.getHeader("Content-Type")))))
        .build();
  }
}
