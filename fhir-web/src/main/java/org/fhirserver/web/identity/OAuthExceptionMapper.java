package org.fhirserver.web.identity;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers errors of the token endpoint. */
@Provider
public final class OAuthExceptionMapper implements ExceptionMapper<OAuthException> {

  @Override
  public Response toResponse(OAuthException exception) {
    boolean unauthenticated = exception.error().equals(OAuthException.INVALID_CLIENT);
    Response.ResponseBuilder response =
        Response.status(
                unauthenticated ? Response.Status.UNAUTHORIZED : Response.Status.BAD_REQUEST)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header("Pragma", "no-cache")
            .entity(
                Json.object(
                    "error", exception.error(), "error_description", exception.description()));
    if (unauthenticated) {
      response.header(
          HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"development identity provider\"");
    }
    return response.build();
  }
}
