package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;

/** Answers everything else: an error that a container wrapped, or a fault of this server. */
@Provider
public final class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {
  private static final int INTERNAL_SERVER_ERROR = 500;
  private static final int DEEPEST_CAUSE = 10;

  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(Throwable exception) {
    String requestId = RequestId.of(request);
    Optional<FhirException> told = fhirException(exception);
    if (told.isPresent()) {
      return FhirExceptionMapper.response(requestId, told.get());
    }
    FaultLog.write(requestId, exception);
    return OutcomeResponse.of(INTERNAL_SERVER_ERROR, requestId, List.of(StatusIssues.unexpected()))
        .build();
  }

  private static Optional<FhirException> fhirException(Throwable exception) {
    Throwable cause = exception;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof FhirException found) {
        return Optional.of(found);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
