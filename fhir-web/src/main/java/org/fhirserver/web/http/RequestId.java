package org.fhirserver.web.http;

import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jspecify.annotations.Nullable;

/** The id that this server gives to a request; it names the request in answers and in logs. */
public final class RequestId {
  private static final String ATTRIBUTE = "org.fhirserver.request-id";

  private RequestId() {}

  /** The id of the request. */
  public static String of(ServletRequest request) {
    return check(request.getAttribute(ATTRIBUTE));
  }

  /**
   * The id of the request, for JAX-RS filters: its properties are the attributes of the request.
   */
  public static String of(ContainerRequestContext request) {
    return check(request.getProperty(ATTRIBUTE));
  }

  static boolean isSet(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) != null;
  }

  static void set(ServletRequest request, String id) {
    request.setAttribute(ATTRIBUTE, id);
  }

  private static String check(@Nullable Object id) {
    if (id instanceof String text) {
      return text;
    }
    throw new IllegalStateException("The request did not pass ResponseHeadersFilter");
  }
}
