package org.fhirserver.web.security;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.fhirserver.service.access.RoleNames;

/** Keeps the application from starting without protection, or with settings that make no sense. */
public class StartRefusal implements Extension {
  private static final System.Logger LOG = System.getLogger(StartRefusal.class.getName());

  void check(@Observes AfterDeploymentValidation event) {
    problem()
        .ifPresent(
            problem -> {
              LOG.log(Level.ERROR, "The FHIR server refuses to start: {0}", problem);
              event.addDeploymentProblem(new DeploymentException(problem));
            });
  }

  private static Optional<String> problem() {
    try {
      SecuritySettings settings =
          SecuritySettings.from(ConfigProvider.getConfig(StartRefusal.class.getClassLoader()));
      RoleNames.of(settings.roleMapping());
      return problem(settings);
    } catch (IllegalArgumentException e) {
      return Optional.of("The configuration is not valid: " + e.getMessage());
    }
  }

  static Optional<String> problem(SecuritySettings settings) {
    if (settings.authority().isEmpty() && !settings.developmentProvider()) {
      return Optional.of(
          "Set "
              + SecuritySettings.AUTHORITY
              + " to the URL of your identity provider, or, for development only, set "
              + SecuritySettings.DEVELOPMENT_PROVIDER
              + "=true.");
    }
    return Optional.empty();
  }
}
