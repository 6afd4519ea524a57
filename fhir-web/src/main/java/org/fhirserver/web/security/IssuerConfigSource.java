package org.fhirserver.web.security;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells MicroProfile JWT whose tokens are valid, from the settings {@code fhir.security.*} and the
 * discovery document of the authority.
 *
 * <p>The container asks for every request, so answers come from memory. While the issuer is not
 * known, an issuer that no token has stands in for it: nothing is accepted then.
 *
 * @see <a
 *     href="https://download.eclipse.org/microprofile/microprofile-jwt-auth-2.1/microprofile-jwt-auth-spec-2.1.html#_configuration">MicroProfile
 *     JWT configuration</a>
 */
public final class IssuerConfigSource implements ConfigSource {
  private static final String ISSUER = "mp.jwt.verify.issuer";
  private static final String KEY = "mp.jwt.verify.publickey";
  private static final String LOCATION = "mp.jwt.verify.publickey.location";
  private static final String AUDIENCES = "mp.jwt.verify.audiences";
  private static final String CLOCK_SKEW = "mp.jwt.verify.clock.skew";
  private static final Set<String> NAMES = Set.of(ISSUER, KEY, LOCATION, AUDIENCES, CLOCK_SKEW);
  private static final String NO_ISSUER = "urn:fhirserver:no-issuer";

  /** Above a properties file in the application, below environment variables. */
  private static final int ORDINAL = 150;

  private volatile @Nullable Trust trust;

  private record Trust(TrustedIssuer issuer, String audiences, String clockSkew) {}

  @Override
  public String getName() {
    return "FHIR identity provider";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public Set<String> getPropertyNames() {
    return NAMES;
  }

  /** Nothing: the values change, and looking them up may take a request to the authority. */
  @Override
  public Map<String, String> getProperties() {
    return Map.of();
  }

  @Override
  public @Nullable String getValue(String name) {
    return switch (name) {
      case ISSUER -> issuer().keys().map(IssuerKeys::issuer).orElse(NO_ISSUER);
      case KEY -> issuer().keys().flatMap(IssuerKeys::keySet).orElse(null);
      case LOCATION -> issuer().keys().flatMap(IssuerKeys::location).orElse(null);
      case AUDIENCES -> trust().audiences();
      case CLOCK_SKEW -> trust().clockSkew();
      default -> null;
    };
  }

  /** The issuer whose tokens are accepted. */
  TrustedIssuer issuer() {
    return trust().issuer();
  }

  private Trust trust() {
    Trust present = trust;
    return present != null ? present : establish();
  }

  private synchronized Trust establish() {
    Trust present = trust;
    if (present == null) {
      Config config = ConfigProvider.getConfig(IssuerConfigSource.class.getClassLoader());
      SecuritySettings settings = SecuritySettings.from(config);
      present =
          new Trust(
              trustedIssuer(settings, config),
              String.join(",", settings.audiences()),
              String.valueOf(settings.clockSkew().toSeconds()));
      trust = present;
    }
    return present;
  }

  private static TrustedIssuer trustedIssuer(SecuritySettings settings, Config config) {
    Optional<String> authority = settings.authority();
    if (authority.isPresent()) {
      return new DiscoveredIssuer(authority.get(), new RemoteDocuments(), System::nanoTime);
    }
    return new OwnIssuer(settings.ownIssuer(), SigningKey.from(config));
  }
}
