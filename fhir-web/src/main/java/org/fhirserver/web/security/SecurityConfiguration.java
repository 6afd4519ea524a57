package org.fhirserver.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.fhirserver.service.access.RoleNames;
import org.fhirserver.web.http.Challenge;

/** Makes what this package needs out of the configuration. */
@ApplicationScoped
public class SecurityConfiguration {

  @Produces
  @Singleton
  SecuritySettings settings(Config config) {
    return SecuritySettings.from(config);
  }

  /** The issuer that the configuration source tells MicroProfile JWT about: the very same. */
  @Produces
  @Singleton
  TrustedIssuer issuer(Config config) {
    for (ConfigSource source : config.getConfigSources()) {
      if (source instanceof IssuerConfigSource found) {
        return found.issuer();
      }
    }
    throw new IllegalStateException("IssuerConfigSource is not registered");
  }

  /** The key of the development identity provider, shared with the issuer where that is trusted. */
  @Produces
  @Singleton
  SigningKey signingKey(TrustedIssuer issuer, Config config) {
    return issuer instanceof OwnIssuer own ? own.signingKey() : SigningKey.from(config);
  }

  @Produces
  @Singleton
  CallerReader callers(SecuritySettings settings) {
    return new CallerReader(
        new RoleClaims(settings.roleClaims()), RoleNames.of(settings.roleMapping()));
  }

  @Produces
  @Singleton
  TokenLifetime lifetime(SecuritySettings settings) {
    return new TokenLifetime(Clock.systemUTC(), settings.clockSkew());
  }

  @Produces
  @Singleton
  Challenge challenge(SecuritySettings settings) {
    return new Challenge(settings.effectiveAuthority(), settings.audiences().get(0));
  }
}
