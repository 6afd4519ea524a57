package org.fhirserver.web.operation;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriBuilderException;
import jakarta.ws.rs.ext.Provider;
import org.fhirserver.store.FhirException;

/**
 * Takes {@code %24} in a path for the dollar sign that it stands for: routes are matched before
 * they are decoded, and not every client leaves the sign as it is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.2">RFC 3986, section 2.2</a>
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 1)
@Dependent
public class DollarSignFilter implements ContainerRequestFilter {
  private static final String ENCODED = "%24";

  @Context private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request) {
    // Asked for its URI, JAX-RS fails over a malformed one, which is for others to refuse.
    String path = servletRequest.getRequestURI();
    if (path.contains(ENCODED)) {
      try {
        request.setRequestUri(
            UriBuilder.fromUri(request.getUriInfo().getBaseUri())
                .replacePath(path.replace(ENCODED, "$"))
                .replaceQuery(servletRequest.getQueryString())
                .build());
      } catch (IllegalArgumentException | UriBuilderException malformed) {
        throw FhirException.invalid("The URL is malformed.");
      }
    }
  }
}
