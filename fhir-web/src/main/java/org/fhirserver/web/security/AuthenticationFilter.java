package org.fhirserver.web.security;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.fhirserver.service.access.Caller;
import org.fhirserver.service.operation.Operations;
import org.fhirserver.service.outcome.StatusTable;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;
import org.fhirserver.web.http.Challenge;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.RequestId;

/**
 * Turns the token that MicroProfile JWT has validated into the caller, and refuses requests without
 * one before anything else is looked at, even whether the path exists.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750, Bearer Token Usage</a>
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
@Dependent
public class AuthenticationFilter implements ContainerRequestFilter {
  private static final List<Issue> LOGIN = List.of(Issue.error("login", "Authentication failed."));
  private static final List<Issue> NO_ISSUER =
      List.of(Issue.error("security", "The identity provider does not answer."));
  private static final String BEARER = "Bearer ";

  @Inject private TokenLifetime lifetime;
  @Inject private CallerReader callers;
  @Inject private TrustedIssuer issuer;
  @Inject private Challenge challenge;
  @Inject private Operations operations;

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<Caller> caller = caller(request);
    if (caller.isPresent()) {
      CurrentCaller.set(request, caller.get());
    } else if (isOpen(request)) {
      CurrentCaller.set(request, Caller.ANONYMOUS);
    } else {
      request.abortWith(refusal(request));
    }
  }

  private boolean isOpen(ContainerRequestContext request) {
    return AnonymousPaths.contains(
        request.getMethod(),
        request.getUriInfo().getPath(),
        code -> operations.find(code).isPresent());
  }

  private Optional<Caller> caller(ContainerRequestContext request) {
    return request.getSecurityContext().getUserPrincipal() instanceof JsonWebToken token
            && lifetime.includesNow(token.getIssuedAtTime(), token.getExpirationTime())
        ? callers.read(token::getClaim)
        : Optional.empty();
  }

  private Response refusal(ContainerRequestContext request) {
    String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    boolean tokenSent =
        authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    String requestId = RequestId.of(request);
    if (tokenSent && issuer.keys().isEmpty()) {
      return OutcomeResponse.of(StatusTable.status(Category.UNAVAILABLE), requestId, NO_ISSUER)
          .build();
    }
    return OutcomeResponse.of(StatusTable.status(Category.UNAUTHENTICATED), requestId, LOGIN)
        .header(HttpHeaders.WWW_AUTHENTICATE, challenge.text(tokenSent))
        .build();
  }
}
