package org.fhirserver.web.http;

/**
 * The challenge to a caller without a valid access token.
 *
 * @param authority who issues tokens
 * @param audience whom they must be meant for
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750, section 3</a>
 */
public record Challenge(String authority, String audience) {

  /**
   * The value of the header WWW-Authenticate.
   *
   * @param tokenSent whether the caller sent a token, which then is not valid
   */
  public String text(boolean tokenSent) {
    return "Bearer authorization_uri=\""
        + authority
        + "\", resource_id=\""
        + audience
        + "\", realm=\""
        + audience
        + (tokenSent ? "\", error=\"invalid_token\"" : "\"");
  }
}
