package org.fhirserver.service.outcome;

import org.fhirserver.store.FhirException.Category;

/**
 * The HTTP status of each category of error, for responses and for entries of a Bundle.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#Status-Codes">Status codes</a>
 */
public final class StatusTable {
  private StatusTable() {}

  /** The HTTP status of the category. */
  public static int status(Category category) {
    return switch (category) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case NOT_ALLOWED -> 405;
      case NOT_ACCEPTABLE -> 406;
      case TOO_SLOW -> 408;
      case CONFLICT -> 409;
      case DELETED -> 410;
      case PRECONDITION_FAILED -> 412;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case UNPROCESSABLE -> 422;
      case UNAVAILABLE -> 503;
      case INTERNAL -> 500;
    };
  }

  /** The status and its reason, as they stand in an entry of a Bundle: "404 Not Found". */
  public static String statusLine(Category category) {
    return statusLine(status(category));
  }

  /** The status and its reason, as they stand in an entry of a Bundle: "201 Created". */
  public static String statusLine(int status) {
    return (status + " " + reason(status)).strip();
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 204 -> "No Content";
      case 301 -> "Moved Permanently";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "";
    };
  }
}
