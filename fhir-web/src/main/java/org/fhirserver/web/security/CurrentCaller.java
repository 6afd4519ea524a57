package org.fhirserver.web.security;

import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.fhirserver.service.access.Caller;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/** The caller of a request, as the authentication filter found it. */
public final class CurrentCaller {
  private static final String ATTRIBUTE = "org.fhirserver.caller";

  private CurrentCaller() {}

  /**
   * The caller of the request.
   *
   * @throws FhirException UNAUTHENTICATED if it has none, which happens on anonymous paths only
   */
  public static Caller of(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw new FhirException(Category.UNAUTHENTICATED, "login", "Authentication failed.");
  }

  static void set(ContainerRequestContext request, Caller caller) {
    request.setProperty(ATTRIBUTE, caller);
  }
}
