package org.fhirserver.web.security;

import java.util.Optional;

/** The one issuer whose tokens this server accepts. */
public sealed interface TrustedIssuer permits DiscoveredIssuer, OwnIssuer {

  /** The issuer and its keys; empty while they cannot be found out. */
  Optional<IssuerKeys> keys();
}
