package org.fhirserver.store.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only if the keys that sign tokens are known. */
@Readiness
@ApplicationScoped
public class IdentityProviderCheck implements HealthCheck {
  private volatile BooleanSupplier keysAreKnown = () -> false;

  /** Says how it is found out; until then they are not known. */
  public void watch(BooleanSupplier known) {
    keysAreKnown = known;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("identity-provider")
        .status(keysAreKnown.getAsBoolean())
        .build();
  }
}
