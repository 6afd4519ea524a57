package org.fhirserver.web.identity;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pages a browser sees: sign in, and a request that cannot be answered. No scripts. */
final class LoginPage {
  /** What these pages may load and who may frame them: nothing and nobody. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none';"
          + " base-uri 'none'";

  private static final String FRAME =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Sign in - FHIR server (development)</title>
      <style>
      body { font: 16px/1.5 sans-serif; max-width: 22em; margin: 4em auto; padding: 0 1em }
      label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit }
      input, button { padding: .4em; margin: .2em 0 1em }
      .error { color: #a00 }
      </style>
      </head>
      <body>
      """;

  private LoginPage() {}

  /** The form that asks for user name and password, and carries the request along. */
  static String form(AuthorizationRequest request, String formToken, Optional<String> error) {
    StringBuilder page = new StringBuilder(FRAME);
    page.append("<h1>Sign in</h1>\n<p>to <b>")
        .append(escape(request.client().id()))
        .append("</b>. This identity provider is for development only.</p>\n");
    error.ifPresent(
        text ->
            page.append("<p class=\"error\" role=\"alert\">")
                .append(escape(text))
                .append("</p>\n"));
    page.append("<form method=\"post\" action=\"authorize\" autocomplete=\"off\">\n");
    new TreeMap<>(request.parameters().values())
        .forEach((name, value) -> page.append(hidden(LoginForm.PREFIX + name, value)));
    return page.append(hidden(LoginForm.TOKEN, formToken))
        .append(
            """
            <label for="username">User name</label>
            <input id="username" name="username" required autofocus>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" required>
            <button>Sign in</button>
            </form>
            </body>
            </html>
            """)
        .toString();
  }

  /** The page for a request whose client or redirect URI is not known. */
  static String refusal(OAuthException error) {
    return FRAME
        + "<h1>This does not work</h1>\n<p class=\"error\">"
        + escape(error.description())
        + "</p>\n</body>\n</html>\n";
  }

  private static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\""
        + escape(name)
        + "\" value=\""
        + escape(value)
        + "\">\n";
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(ENTITIES.getOrDefault(c, String.valueOf(c)));
    }
    return escaped.toString();
  }

  private static final Map<Character, String> ENTITIES =
      Map.of('&', "&amp;", '<', "&lt;", '>', "&gt;", '"', "&quot;", '\'', "&#39;");
}
