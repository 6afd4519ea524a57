package org.fhirserver.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.fhirserver.web.security.TrustedIssuer;

/** Ready only if the keys that sign tokens are known. */
@Readiness
@ApplicationScoped
public class IdentityProviderCheck implements HealthCheck {
  @Inject private TrustedIssuer issuer;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("identity-provider").status(issuer.keys().isPresent()).build();
  }
}
