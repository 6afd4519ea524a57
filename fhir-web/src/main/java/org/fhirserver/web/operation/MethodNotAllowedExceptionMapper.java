package org.fhirserver.web.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fhirserver.service.operation.MethodNotAllowedException;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.outcome.StatusTable;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.RequestId;

/** Answers that an operation is called by other methods, and by which. */
@ApplicationScoped
@Provider
public class MethodNotAllowedExceptionMapper implements ExceptionMapper<MethodNotAllowedException> {

  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(MethodNotAllowedException refused) {
    String methods =
        Stream.concat(
                refused.allowed().stream().flatMap(MethodNotAllowedExceptionMapper::names),
                Stream.of("OPTIONS"))
            .collect(Collectors.joining(", "));
    return OutcomeResponse.of(
            StatusTable.status(refused.category()), RequestId.of(request), refused.issues())
        .header("Allow", methods)
        .build();
  }

  private static Stream<String> names(OperationMethod method) {
    return method == OperationMethod.GET ? Stream.of("GET", "HEAD") : Stream.of(method.name());
  }
}
