package org.fhirserver.store;

import java.util.List;

/**
 * The one exception of this server: something the caller is told in an OperationOutcome.
 *
 * <p>Its category decides the HTTP status; its issues name the thing and the place.
 *
 * @see <a href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a>
 */
@jakarta.ejb.ApplicationException(rollback = true)
public class FhirException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Category category;
  private final transient List<Issue> issues;

  /** What went wrong; the table in the web module maps each to one HTTP status. */
  public enum Category {
    /** The request or its content is not valid: 400. */
    INVALID,
    /** No valid access token: 401. */
    UNAUTHENTICATED,
    /** The caller may not do this: 403. */
    FORBIDDEN,
    /** There is no such thing: 404. */
    NOT_FOUND,
    /** The method is not allowed here: 405. */
    NOT_ALLOWED,
    /** No acceptable representation: 406. */
    NOT_ACCEPTABLE,
    /** The body comes more slowly than the server waits for it: 408. */
    TOO_SLOW,
    /** Another request was faster: 409. */
    CONFLICT,
    /** There was such a thing: 410. */
    DELETED,
    /** A condition of the request does not hold: 412. */
    PRECONDITION_FAILED,
    /** The request is larger than allowed: 413. */
    TOO_LARGE,
    /** The media type of the body is not supported: 415. */
    UNSUPPORTED_MEDIA_TYPE,
    /** The content is well-formed but breaks a rule: 422. */
    UNPROCESSABLE,
    /** A part that this server needs does not answer: 503. */
    UNAVAILABLE,
    /** A fault of this server: 500. */
    INTERNAL
  }

  /** An exception with one or more issues. */
  public FhirException(Category category, List<Issue> issues) {
    super(issues.isEmpty() ? category.name() : issues.get(0).diagnostics());
    this.category = category;
    this.issues = List.copyOf(issues);
  }

  /** An exception with one issue of severity error. */
  public FhirException(Category category, String code, String diagnostics) {
    this(category, List.of(Issue.error(code, diagnostics)));
  }

  /** 400: the request or its content is not valid. */
  public static FhirException invalid(String diagnostics) {
    return new FhirException(Category.INVALID, "invalid", diagnostics);
  }

  public Category category() {
    return category;
  }

  public List<Issue> issues() {
    return issues;
  }
}
