package org.fhirserver.web.operation;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

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

  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getUriInfo().getRequestUri().getRawPath();
    if (path.contains(ENCODED)) {
      request.setRequestUri(
          request
              .getUriInfo()
              .getRequestUriBuilder()
              .replacePath(path.replace(ENCODED, "$"))
              .build());
    }
  }
}
