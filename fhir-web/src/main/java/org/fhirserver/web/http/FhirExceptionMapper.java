package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.fhirserver.service.outcome.StatusTable;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;

/** Answers errors that the caller is told. */
@Provider
public final class FhirExceptionMapper implements ExceptionMapper<FhirException> {
  /** What is not available is usually busy or about to start. */
  private static final int RETRY_AFTER_SECONDS = 10;

  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(FhirException exception) {
    String requestId = RequestId.of(request);
    if (exception.category() == Category.INTERNAL) {
      FaultLog.write(requestId, exception);
    }
    return response(requestId, exception);
  }

  static Response response(String requestId, FhirException exception) {
    int status = StatusTable.status(exception.category());
    List<Issue> issues =
        exception.issues().isEmpty()
            ? List.of(Issue.error("processing", "The request could not be processed."))
            : exception.issues();
    Response.ResponseBuilder response = OutcomeResponse.of(status, requestId, issues);
    if (exception.category() == Category.UNAVAILABLE) {
      response.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (exception.category() == Category.TOO_SLOW) {
      response.header("Connection", "close");
    }
    return response.build();
  }
}
