package org.fhirserver.web.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * Turns the FHIR JSON that all endpoints and error mappers answer into what the client accepts.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types and encodings</a>
 */
@Provider
@Dependent
public class FormatFilter implements ContainerResponseFilter {
  private static final String FHIR_JSON = "fhir+json";
  private static final String ACCEPT_PATCH = "Accept-Patch";
  private static final int NO_CONTENT = 204;

  @Inject private BodyRenderer renderer;

  @Context private HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext asked, ContainerResponseContext response) {
    MediaType type = response.getMediaType();
    if (response.getEntity() instanceof byte[] json
        && type != null
        && type.getSubtype().equals(FHIR_JSON)) {
      render(json, response);
    } else if (asked.getMethod().equals(HttpMethod.OPTIONS)
        && response.getHeaders().containsKey(HttpHeaders.ALLOW)) {
      leaveAllow(response);
    }
  }

  private void render(byte[] json, ContainerResponseContext response) {
    RenderedBody body = renderer.render(request, json);
    response.setEntity(body.bytes());
    response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, body.contentType());
    response.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, body.bytes().length);
    if (body.isCompressed()) {
      response.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, Compression.GZIP);
    }
  }

  /** JAX-RS says the methods once more in a body, and that patches of no type are accepted. */
  private static void leaveAllow(ContainerResponseContext response) {
    response.getHeaders().remove(ACCEPT_PATCH);
    response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
    response.setEntity(null);
    response.setStatus(NO_CONTENT);
  }
}
