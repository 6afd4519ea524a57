package org.fhirserver.web.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.fhirserver.store.Issue;

/**
 * What is told about errors that the containers found and only know as an HTTP status.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-issue-type.html">Issue types</a>
 */
final class StatusIssues {
  /** Too large headers, which the Servlet API has no constant for. */
  static final int HEADERS_TOO_LARGE = 431;

  private static final Pattern MEDIA_TYPE = Pattern.compile("\\s*[^\\s/;,]+/[^\\s/;,]+");

  private StatusIssues() {}

  /**
   * The issue for a status of 400 or more.
   *
   * @param accept the header Accept of the request
   * @param contentType the header Content-Type of the request
   */
  static Issue issue(int status, Optional<String> accept, Optional<String> contentType) {
    return switch (status) {
      case 400 -> malformed(accept, contentType);
      case 401 -> Issue.error("login", "Authentication failed.");
      case 403 -> Issue.error("forbidden", "Authorization failed.");
      case 404 -> Issue.error("not-found", "The requested route was not found.");
      case 405 -> Issue.error("not-supported", "The requested operation is not supported.");
      case 406 ->
          Issue.error(
              "not-supported",
              "The value '" + accept.orElse("") + "' of the header Accept is not supported.");
      case 408 -> Issue.error("timeout", "The request did not arrive in time.");
      case 413 -> Issue.error("too-long", "The request is larger than this server allows.");
      case 414 -> Issue.error("too-long", "The URL is longer than this server allows.");
      case 415 -> unsupportedMediaType(contentType);
      case 429 -> Issue.error("throttled", "There are too many requests.");
      case HEADERS_TOO_LARGE ->
          Issue.error("too-long", "The headers are larger than this server allows.");
      case 501 -> Issue.error("not-supported", "The requested operation is not supported.");
      case 503 -> Issue.error("transient", "The server cannot answer now.");
      default -> status < 500 ? Issue.error("invalid", "The request is not valid.") : unexpected();
    };
  }

  /** Containers refuse media types and paths that they cannot read, and do not say which. */
  private static Issue malformed(Optional<String> accept, Optional<String> contentType) {
    if (contentType.filter(StatusIssues::isNoMediaType).isPresent()) {
      return Issue.error(
          "invalid",
          "The value '" + contentType.get() + "' of the header Content-Type is no media type.");
    }
    if (accept.filter(StatusIssues::isNoMediaType).isPresent()) {
      return Issue.error(
          "invalid", "The value '" + accept.get() + "' of the header Accept is no media type.");
    }
    return Issue.error("invalid", "The URL or a header of the request is malformed.");
  }

  private static boolean isNoMediaType(String value) {
    return !MEDIA_TYPE.matcher(value).lookingAt();
  }

  /** The issue for a fault of this server; it says nothing of the inside. */
  static Issue unexpected() {
    return Issue.error(
        "exception",
        "An unexpected error happened. The log of the server knows it by the id of this outcome.");
  }

  static Issue unsupportedMediaType(Optional<String> contentType) {
    return Issue.error(
        "not-supported",
        contentType.isPresent()
            ? "The value '" + contentType.get() + "' of the header Content-Type is not supported."
            : "The header Content-Type is required.");
  }
}
