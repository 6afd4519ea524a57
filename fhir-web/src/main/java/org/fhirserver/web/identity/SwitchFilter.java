package org.fhirserver.web.identity;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import org.fhirserver.web.security.SecuritySettings;

/** Makes the provider absent unless it is switched on. */
@Provider
@PreMatching
@Dependent
public class SwitchFilter implements ContainerRequestFilter {
  @Inject private SecuritySettings settings;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!settings.developmentProvider()) {
      throw new NotFoundException();
    }
  }
}
