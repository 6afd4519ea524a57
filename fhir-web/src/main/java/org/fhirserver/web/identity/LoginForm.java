package org.fhirserver.web.identity;

import java.util.HashMap;
import java.util.Map;

/**
 * A filled in sign-in form.
 *
 * @param username the user name
 * @param password the password
 * @param token what proves that the form was shown to the same browser
 * @param request the request for a code that the form carried along
 */
record LoginForm(String username, String password, String token, FormParameters request) {
  /** What the names of the carried parameters begin with. */
  static final String PREFIX = "request.";

  /** The field of the token. */
  static final String TOKEN = "form_token";

  /** Reads the fields; absent ones are empty. */
  static LoginForm of(FormParameters fields) {
    Map<String, String> request = new HashMap<>();
    fields
        .values()
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX)) {
                request.put(name.substring(PREFIX.length()), value);
              }
            });
    return new LoginForm(
        fields.get("username").orElse(""),
        fields.get("password").orElse(""),
        fields.get(TOKEN).orElse(""),
        new FormParameters(Map.copyOf(request)));
  }

  /** The form without what was typed in would show the password. */
  @Override
  public String toString() {
    return "LoginForm[" + username + "]";
  }
}
