package org.fhirserver.web.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.fhirserver.web.security.SecuritySettings;
import org.fhirserver.web.security.SigningKey;

/** Puts the parts of the provider together. */
@ApplicationScoped
public class IdentityConfiguration {

  @Produces
  @Singleton
  SampleDirectory directory() {
    return new SampleDirectory();
  }

  @Produces
  @Singleton
  Secrets secrets() {
    return Secrets.create();
  }

  @Produces
  @Singleton
  AuthorizationCodes codes(Secrets secrets) {
    return new AuthorizationCodes(Clock.systemUTC(), secrets);
  }

  @Produces
  @Singleton
  TokenGrants grants(
      SampleDirectory directory,
      AuthorizationCodes codes,
      SecuritySettings settings,
      SigningKey key) {
    return new TokenGrants(
        new ClientAuthentication(directory),
        codes,
        new TokenSigner(settings.ownIssuer(), settings.audiences(), key, Clock.systemUTC()));
  }
}
