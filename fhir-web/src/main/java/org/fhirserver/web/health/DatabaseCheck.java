package org.fhirserver.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.fhirserver.store.health.DatabaseProbe;

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
