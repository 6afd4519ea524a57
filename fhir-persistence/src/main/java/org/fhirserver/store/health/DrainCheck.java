package org.fhirserver.store.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while a file says that the server is about to stop, so that load balancers send nothing
 * new while it still serves; the file {@code fhir.health.drain-file} is made by whoever stops it.
 */
@Readiness
@ApplicationScoped
public class DrainCheck implements HealthCheck {
  private static final String DRAIN_FILE = "fhir.health.drain-file";

  @Inject
  @ConfigProperty(name = DRAIN_FILE)
  private Optional<String> drainFile;

  /**
   * Removes the file that an earlier stop has left.
   *
   * @throws IllegalStateException if that is not possible
   */
  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    try {
      if (drainFile.isPresent()) {
        Files.deleteIfExists(Path.of(drainFile.get()));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(DRAIN_FILE + " cannot be removed: " + drainFile.get(), e);
    }
  }

  @Override
  public HealthCheckResponse call() {
    boolean draining = drainFile.map(Path::of).filter(Files::exists).isPresent();
    return HealthCheckResponse.named("drain").status(!draining).build();
  }
}
