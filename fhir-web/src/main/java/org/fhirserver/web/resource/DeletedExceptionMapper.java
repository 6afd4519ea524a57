package org.fhirserver.web.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.fhirserver.service.outcome.StatusTable;
import org.fhirserver.service.resource.DeletedException;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.RequestId;

/** Answers that a resource has been deleted, with the version of its deletion. */
@ApplicationScoped
@Provider
public class DeletedExceptionMapper implements ExceptionMapper<DeletedException> {

  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(DeletedException deleted) {
    return OutcomeResponse.of(
            StatusTable.status(deleted.category()), RequestId.of(request), deleted.issues())
        .header("ETag", "W/\"" + deleted.version() + "\"")
        .build();
  }
}
