package org.fhirserver.web.identity;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Parameters in the form {@code application/x-www-form-urlencoded}; each may stand once, and an
 * empty one counts as absent.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.1">RFC 6749, section 3.1</a>
 */
record FormParameters(Map<String, String> values) {

  /**
   * Reads parameters.
   *
   * @throws OAuthException invalid_request if one stands twice or is wrongly encoded
   */
  static FormParameters parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!value.isEmpty() && values.put(name, value) != null) {
        throw new OAuthException(
            OAuthException.INVALID_REQUEST, "A parameter stands in the request twice.");
      }
    }
    return new FormParameters(Map.copyOf(values));
  }

  /** The value of a parameter. */
  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The value of a parameter that must be there.
   *
   * @throws OAuthException invalid_request if it is not
   */
  String required(String name) {
    return get(name)
        .orElseThrow(
            () ->
                new OAuthException(
                    OAuthException.INVALID_REQUEST, "The parameter " + name + " is missing."));
  }

  /**
   * Decodes one name or value.
   *
   * @throws OAuthException invalid_request if it is wrongly encoded
   */
  static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new OAuthException(
          OAuthException.INVALID_REQUEST, "A parameter is not form-urlencoded.");
    }
  }
}
