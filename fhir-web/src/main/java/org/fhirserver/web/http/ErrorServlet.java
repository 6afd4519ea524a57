package org.fhirserver.web.http;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.outcome.OperationOutcomeJson;

/**
 * The error page of this application: the OperationOutcome for what a container refused.
 *
 * <p>The body goes out for every method; the container drops it for HEAD.
 */
public final class ErrorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Challenge challenge;

  @Inject private transient BodyRenderer renderer;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status = status(request);
    if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR
        && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable fault) {
      FaultLog.write(RequestId.of(request), fault);
    }
    if (status == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader(
          "WWW-Authenticate", challenge.text(request.getHeader("Authorization") != null));
    }
    byte[] outcome =
        OperationOutcomeJson.write(
            RequestId.of(request),
            List.of(
                StatusIssues.issue(
                    status,
                    Optional.of(MediaTypeFilter.accept(request)),
                    Optional.ofNullable(request.getHeader("Content-Type")))));
    response.setStatus(status);
    RenderedBody body = renderer.render(request, outcome);
    response.setContentType(body.contentType());
    if (body.isCompressed()) {
      response.setHeader("Content-Encoding", Compression.GZIP);
    }
    response.setContentLength(body.bytes().length);
    response.getOutputStream().write(body.bytes());
  }

  private static int status(HttpServletRequest request) {
    if (request.getDispatcherType() == DispatcherType.ERROR
        && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status) {
      return isTokenWithoutKey(status, request) ? HttpServletResponse.SC_UNAUTHORIZED : status;
    }
    return HttpServletResponse.SC_NOT_FOUND;
  }

  /** Some containers call it an internal error, without exception, if no key fits a token. */
  private static boolean isTokenWithoutKey(int status, HttpServletRequest request) {
    return status == HttpServletResponse.SC_INTERNAL_SERVER_ERROR
        && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == null
        && request.getHeader("Authorization") != null
        && request.getUserPrincipal() == null;
  }
}
