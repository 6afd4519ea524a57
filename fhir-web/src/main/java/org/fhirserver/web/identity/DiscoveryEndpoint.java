package org.fhirserver.web.identity;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fhirserver.web.security.SecuritySettings;
import org.fhirserver.web.security.SigningKey;

/**
 * Tells what this provider can do and which key signs its tokens.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery</a>
 */
@Path("default")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class DiscoveryEndpoint {
  @Inject private SecuritySettings settings;
  @Inject private SigningKey signingKey;

  /** The discovery document. */
  @GET
  @Path(".well-known/openid-configuration")
  public String discovery() {
    String issuer = settings.ownIssuer();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", issuer);
    document.put("authorization_endpoint", issuer + "/oauth2/v1/authorize");
    document.put("token_endpoint", issuer + "/oauth2/v1/token");
    document.put("jwks_uri", issuer + "/oauth2/v1/keys");
    document.put("response_types_supported", List.of("code"));
    document.put(
        "grant_types_supported",
        List.of(TokenGrants.AUTHORIZATION_CODE, TokenGrants.CLIENT_CREDENTIALS));
    document.put(
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_basic", "client_secret_post", "none"));
    document.put("code_challenge_methods_supported", List.of("S256"));
    document.put("scopes_supported", List.of(TokenGrants.OPENID));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    return Json.object(document);
  }

  /** The public key. */
  @GET
  @Path("oauth2/v1/keys")
  public String keys() {
    return signingKey.publicKeySet();
  }
}
