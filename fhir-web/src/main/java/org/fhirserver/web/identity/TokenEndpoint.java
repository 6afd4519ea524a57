package org.fhirserver.web.identity;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.fhirserver.web.http.BodyReader;

/**
 * Gives tokens.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.2">RFC 6749, section 3.2</a>
 */
@Path("default/oauth2/v1/token")
@Dependent
public class TokenEndpoint {
  private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED;
  private static final int MAX_FORM_SIZE = 1 << 16;

  @Inject private TokenGrants grants;

  /** A token, if the client may have one. */
  @POST
  public Response token(@Context HttpServletRequest request) {
    String type = Optional.ofNullable(request.getContentType()).orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      throw new OAuthException(OAuthException.INVALID_REQUEST, "The request must be " + FORM + ".");
    }
    byte[] body = new BodyReader(MAX_FORM_SIZE).read(request);
    FormParameters form = FormParameters.parse(new String(body, StandardCharsets.UTF_8));
    Optional<String> authorization =
        Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION));
    return Response.ok(Json.object(grants.grant(form, authorization)))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("Pragma", "no-cache")
        .build();
  }
}
