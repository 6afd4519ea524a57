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
    int status = status(category);
    return status
        + " "
        + switch (category) {
          case INVALID -> "Bad Request";
          case UNAUTHENTICATED -> "Unauthorized";
          case FORBIDDEN -> "Forbidden";
          case NOT_FOUND -> "Not Found";
          case NOT_ALLOWED -> "Method Not Allowed";
          case NOT_ACCEPTABLE -> "Not Acceptable";
          case CONFLICT -> "Conflict";
          case DELETED -> "Gone";
          case PRECONDITION_FAILED -> "Precondition Failed";
          case TOO_LARGE -> "Content Too Large";
          case UNSUPPORTED_MEDIA_TYPE -> "Unsupported Media Type";
          case UNPROCESSABLE -> "Unprocessable Content";
          case UNAVAILABLE -> "Service Unavailable";
          case INTERNAL -> "Internal Server Error";
        };
  }
}
