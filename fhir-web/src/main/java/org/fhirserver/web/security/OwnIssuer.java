package org.fhirserver.web.security;

import java.util.Optional;

/**
 * This server's own identity provider for development.
 *
 * @param issuer its issuer
 * @param signingKey the key that signs its tokens
 */
public record OwnIssuer(String issuer, SigningKey signingKey) implements TrustedIssuer {

  @Override
  public Optional<IssuerKeys> keys() {
    return Optional.of(IssuerKeys.own(issuer, signingKey.publicKeySet()));
  }
}
