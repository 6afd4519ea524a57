package org.fhirserver.web.security;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.fhirserver.web.http.BaseUrl;
import org.fhirserver.web.http.HttpConfiguration;

/**
 * How tokens are validated and what their claims mean.
 *
 * @param authority the URL of the identity provider, without a slash at its end
 * @param developmentProvider whether this server's own provider for development is on
 * @param ownIssuer the issuer that the own provider has or would have
 * @param audiences whom tokens may be meant for; at least one
 * @param clockSkew by how much the clocks of issuer and server may differ
 * @param roleClaims the claims that hold role names; a dot leads into a nested claim
 * @param roleMapping further role names, {@code name=role}
 */
public record SecuritySettings(
    Optional<String> authority,
    boolean developmentProvider,
    String ownIssuer,
    List<String> audiences,
    Duration clockSkew,
    List<String> roleClaims,
    List<String> roleMapping) {

  static final String AUTHORITY = "fhir.security.authority";
  static final String DEVELOPMENT_PROVIDER = "fhir.development-identity-provider.enabled";

  private static final String AUDIENCES = "fhir.security.audiences";
  private static final String CLOCK_SKEW = "fhir.security.clock-skew";
  private static final String ROLE_CLAIMS = "fhir.security.role-claims";
  private static final String ROLE_MAPPING = "fhir.security.role-mapping";
  private static final Duration DEFAULT_CLOCK_SKEW = Duration.ofMinutes(1);
  private static final List<String> DEFAULT_ROLE_CLAIMS =
      List.of("roles", "groups", "functional_user_groupIds", "realm_access.roles");

  /** Reads the settings. */
  public static SecuritySettings from(Config config) {
    BaseUrl baseUrl = HttpConfiguration.baseUrl(config);
    return new SecuritySettings(
        config
            .getOptionalValue(AUTHORITY, String.class)
            .map(url -> url.strip().replaceAll("/+$", ""))
            .filter(url -> !url.isEmpty()),
        config.getOptionalValue(DEVELOPMENT_PROVIDER, Boolean.class).orElse(false),
        baseUrl.origin() + "/auth/default",
        config
            .getOptionalValues(AUDIENCES, String.class)
            .orElseGet(() -> List.of(baseUrl.configured())),
        config.getOptionalValue(CLOCK_SKEW, Duration.class).orElse(DEFAULT_CLOCK_SKEW),
        config.getOptionalValues(ROLE_CLAIMS, String.class).orElse(DEFAULT_ROLE_CLAIMS),
        config.getOptionalValues(ROLE_MAPPING, String.class).orElse(List.of()));
  }

  /** Whether this server trusts the tokens of its own provider for development. */
  public boolean trustsOwnProvider() {
    return developmentProvider && authority.isEmpty();
  }

  /** The authority that callers are pointed to. */
  public String effectiveAuthority() {
    return authority.orElse(ownIssuer);
  }
}
