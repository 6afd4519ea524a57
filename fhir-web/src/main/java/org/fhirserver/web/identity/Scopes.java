package org.fhirserver.web.identity;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The scopes that a client asks for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.3">RFC 6749, section 3.3</a>
 */
record Scopes(List<String> names) {
  private static final Pattern NAME = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]+");

  /**
   * Reads the parameter scope.
   *
   * @throws OAuthException invalid_scope if it has characters that no scope has
   */
  static Scopes parse(String text) {
    List<String> names =
        List.of(text.split(" ", -1)).stream().filter(name -> !name.isEmpty()).distinct().toList();
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw new OAuthException(OAuthException.INVALID_SCOPE, "The scope is malformed.");
    }
    return new Scopes(names);
  }

  boolean contains(String name) {
    return names.contains(name);
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  @Override
  public String toString() {
    return String.join(" ", names);
  }
}
