package org.fhirserver.web.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.fhirserver.web.security.SigningKey;

/**
 * Makes access tokens and id tokens.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068">RFC 9068, JWT access tokens</a>
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDToken">ID Token</a>
 */
final class TokenSigner {
  static final Duration LIFETIME = Duration.ofHours(1);

  private final String issuer;
  private final List<String> audiences;
  private final SigningKey key;
  private final Clock clock;

  TokenSigner(String issuer, List<String> audiences, SigningKey key, Clock clock) {
    this.issuer = issuer;
    this.audiences = audiences;
    this.key = key;
    this.clock = clock;
  }

  /** An access token with which a client acts for itself. */
  String accessToken(SampleClient client, Scopes scopes) {
    return accessToken("client", client.id(), client.roles(), client.id(), scopes);
  }

  /** An access token with which a client acts for a user. */
  String accessToken(AuthorizationGrant grant) {
    SampleUser user = grant.user();
    return accessToken("user", user.name(), user.roles(), grant.clientId(), grant.scopes());
  }

  /** An id token that tells a client who signed in. */
  String idToken(AuthorizationGrant grant) {
    JWTClaimsSet.Builder claims =
        claims("user", grant.user().name())
            .audience(grant.clientId())
            .claim("azp", grant.clientId())
            .claim("name", grant.user().name());
    grant.nonce().ifPresent(nonce -> claims.claim("nonce", nonce));
    return sign(JOSEObjectType.JWT, claims.build());
  }

  private String accessToken(
      String kind, String name, Set<String> roles, String clientId, Scopes scopes) {
    JWTClaimsSet.Builder claims =
        claims(kind, name)
            .audience(audiences)
            .notBeforeTime(Date.from(clock.instant()))
            .jwtID(UUID.randomUUID().toString())
            .claim("client_id", clientId)
            .claim("azp", clientId)
            .claim("upn", name)
            .claim("roles", new ArrayList<>(roles));
    if (!scopes.isEmpty()) {
      claims.claim("scope", scopes.toString());
    }
    return sign(JOSEObjectType.JWT, claims.build());
  }

  private JWTClaimsSet.Builder claims(String kind, String name) {
    Instant now = clock.instant();
    UUID objectId = UUID.nameUUIDFromBytes((kind + ":" + name).getBytes(StandardCharsets.UTF_8));
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject(name)
        .claim("oid", objectId.toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(LIFETIME)));
  }

  private String sign(JOSEObjectType type, JWTClaimsSet claims) {
    try {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.RS256).type(type).keyID(key.key().getKeyID()).build();
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key.key()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("The signing key does not sign", e);
    }
  }
}
