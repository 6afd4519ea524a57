package org.fhirserver.store.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Started and ready only with the database. */
@Startup
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {
  private final DatabaseProbe database = new DatabaseProbe();

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(database.isReachable()).build();
  }
}
