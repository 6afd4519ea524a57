package org.fhirserver.web.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Turns the FHIR JSON that all endpoints and error mappers answer into what the client accepts.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types and encodings</a>
 */
@Provider
@Dependent
public class FormatFilter implements ContainerResponseFilter {

  @Inject private BodyRenderer renderer;

  @Context private HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext asked, ContainerResponseContext response) {
    if (response.getEntity() instanceof byte[] json
        && OutcomeResponse.FHIR_JSON.equals(response.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      RenderedBody body = renderer.render(request, json);
      response.setEntity(body.bytes());
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, body.contentType());
      if (body.isCompressed()) {
        response.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, Compression.GZIP);
      }
    }
  }
}
