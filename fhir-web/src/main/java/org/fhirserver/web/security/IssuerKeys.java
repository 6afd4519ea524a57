package org.fhirserver.web.security;

import java.util.Optional;

/**
 * Who signs tokens, and with which keys.
 *
 * @param issuer the claim {@code iss} of its tokens
 * @param location where its JSON Web Key Set is, if it is elsewhere
 * @param keySet its JSON Web Key Set, if it is here
 */
public record IssuerKeys(String issuer, Optional<String> location, Optional<String> keySet) {

  static IssuerKeys at(String issuer, String location) {
    return new IssuerKeys(issuer, Optional.of(location), Optional.empty());
  }

  /** Keys that this server holds itself. */
  public static IssuerKeys own(String issuer, String keySet) {
    return new IssuerKeys(issuer, Optional.empty(), Optional.of(keySet));
  }
}
