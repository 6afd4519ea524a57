package org.fhirserver.web.identity;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.fhirserver.web.http.BodyReader;
import org.jspecify.annotations.Nullable;

/**
 * Shows the sign-in form and sends the code back.
 *
 * <p>The form works only in the browser that it was shown to: its token must equal a cookie that
 * the browser sends to nobody else and from no other site.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1">RFC 6749, section 4.1</a>
 */
@Path("default/oauth2/v1/authorize")
@Dependent
public class AuthorizeEndpoint {
  private static final String COOKIE = "fhir-sign-in";
  private static final String COOKIE_ATTRIBUTES = "; Path=/auth; HttpOnly; SameSite=Strict";
  private static final Pattern FORM_TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int MAX_FORM_SIZE = 1 << 16;

  @Inject private SampleDirectory directory;
  @Inject private AuthorizationCodes codes;
  @Inject private Secrets secrets;

  /** Shows the form. */
  @GET
  public Response ask(
      @Context HttpServletRequest request, @CookieParam(COOKIE) @Nullable String cookie) {
    String query = Optional.ofNullable(request.getQueryString()).orElse("");
    return answer(
        () -> FormParameters.parse(query),
        authorization -> form(authorization, cookie, Optional.empty()));
  }

  /** Takes the form. */
  @POST
  public Response signIn(
      @Context HttpServletRequest request, @CookieParam(COOKIE) @Nullable String cookie) {
    byte[] body = new BodyReader(MAX_FORM_SIZE).read(request);
    LoginForm form = LoginForm.of(FormParameters.parse(new String(body, StandardCharsets.UTF_8)));
    return answer(form::request, authorization -> signIn(authorization, form, cookie));
  }

  /** Tells errors to the client if it is known where to, else to the person at the browser. */
  private Response answer(
      Supplier<FormParameters> parameters, Function<AuthorizationRequest, Response> answer) {
    AuthorizationRequest authorization;
    try {
      authorization = AuthorizationRequest.of(parameters.get(), directory);
    } catch (OAuthException e) {
      return page(Response.Status.BAD_REQUEST, LoginPage.refusal(e)).build();
    }
    try {
      authorization.check();
      return answer.apply(authorization);
    } catch (OAuthException e) {
      return redirect(authorization.answer(e));
    }
  }

  private Response signIn(
      AuthorizationRequest authorization, LoginForm form, @Nullable String cookie) {
    if (cookie == null || !isFormToken(cookie) || !Secrets.equal(cookie, form.token())) {
      return form(authorization, cookie, Optional.of("The form was too old. Please try again."));
    }
    return directory
        .signIn(form.username(), form.password())
        .map(user -> redirect(authorization.answer(codes.issue(authorization.grant(user)))))
        .orElseGet(
            () -> form(authorization, cookie, Optional.of("User name or password is not right.")));
  }

  private Response form(
      AuthorizationRequest authorization, @Nullable String cookie, Optional<String> error) {
    String token = cookie != null && isFormToken(cookie) ? cookie : secrets.next();
    return page(
            error.isPresent() ? Response.Status.FORBIDDEN : Response.Status.OK,
            LoginPage.form(authorization, token, error))
        .header(HttpHeaders.SET_COOKIE, COOKIE + "=" + token + COOKIE_ATTRIBUTES)
        .build();
  }

  private static boolean isFormToken(String text) {
    return FORM_TOKEN.matcher(text).matches();
  }

  /** A page as bytes, because JAX-RS escapes the text of an error page. */
  private static Response.ResponseBuilder page(Response.Status status, String html) {
    return Response.status(status)
        .type("text/html; charset=utf-8")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("Content-Security-Policy", LoginPage.CONTENT_SECURITY_POLICY)
        .header("Referrer-Policy", "no-referrer")
        .entity(html.getBytes(StandardCharsets.UTF_8));
  }

  private static Response redirect(String uri) {
    return Response.status(Response.Status.SEE_OTHER)
        .header(HttpHeaders.LOCATION, uri)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
