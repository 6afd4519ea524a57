package org.fhirserver.web.identity;

/**
 * An error of OAuth, which has a form of its own and so is no FhirException.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749, section 5.2</a>
 */
final class OAuthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final String INVALID_CLIENT = "invalid_client";
  static final String INVALID_GRANT = "invalid_grant";
  static final String INVALID_REQUEST = "invalid_request";
  static final String INVALID_SCOPE = "invalid_scope";
  static final String UNAUTHORIZED_CLIENT = "unauthorized_client";
  static final String UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type";
  static final String UNSUPPORTED_RESPONSE_TYPE = "unsupported_response_type";

  private final String error;
  private final String description;

  OAuthException(String error, String description) {
    super(error + ": " + description);
    this.error = error;
    this.description = description;
  }

  String error() {
    return error;
  }

  String description() {
    return description;
  }
}
