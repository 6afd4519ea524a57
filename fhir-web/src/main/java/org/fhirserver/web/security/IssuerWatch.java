package org.fhirserver.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.Readiness;
import org.fhirserver.store.health.IdentityProviderCheck;

/** Tells those who ask whether the server is ready about the keys of the identity provider. */
@ApplicationScoped
public class IssuerWatch {
  @Inject private TrustedIssuer issuer;

  @Inject @Readiness private IdentityProviderCheck check;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    check.watch(() -> issuer.keys().isPresent());
  }
}
