package org.fhirserver.service.search;

import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;

/** A mistake in a {@code _filter}; its message names the place. */
final class FilterException extends FhirException {
  private static final long serialVersionUID = 1L;

  private FilterException(List<Issue> issues) {
    super(Category.INVALID, issues);
  }

  /**
   * A mistake at a place.
   *
   * @param position in characters from 1
   */
  static FilterException at(int position, String reason) {
    return new FilterException(List.of(Issue.error("invalid", message(position, reason))));
  }

  /** A mistake of which the reason is told by another exception. */
  static FilterException at(int position, FhirException reason) {
    return new FilterException(
        reason.issues().stream()
            .map(issue -> Issue.error(issue.code(), message(position, issue.diagnostics())))
            .toList());
  }

  private static String message(int position, String reason) {
    return FilterCompiler.PARAMETER + " at character " + position + ": " + reason;
  }
}
