package org.fhirserver.store.model;

import java.util.ArrayList;
import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;

/** Collects what is wrong with one resource, so that the caller hears of more than one mistake. */
final class Issues {
  private static final int MOST_ISSUES = 20;
  private static final int LONGEST_ECHO = 40;

  private final List<Issue> issues = new ArrayList<>();

  /**
   * Adds an issue.
   *
   * @param expression the path of the element, "" if it is not known
   * @throws FhirException if there are enough
   */
  void add(String code, String diagnostics, String expression) {
    issues.add(
        expression.isEmpty()
            ? Issue.error(code, diagnostics)
            : Issue.error(code, diagnostics, expression));
    if (issues.size() == MOST_ISSUES) {
      throwIfAny();
    }
  }

  /** How many issues there are. */
  int count() {
    return issues.size();
  }

  /** The exception for a text after which reading cannot go on, with all issues before it. */
  FhirException fatal(String diagnostics) {
    issues.add(Issue.error("structure", diagnostics));
    return new FhirException(FhirException.Category.INVALID, issues);
  }

  /**
   * Ends the collection.
   *
   * @throws FhirException if there are any issues
   */
  void throwIfAny() {
    if (!issues.isEmpty()) {
      throw new FhirException(FhirException.Category.INVALID, issues);
    }
  }

  /** A text of the caller in quotes, without its end if it is long. */
  static String quoted(String text) {
    if (text.length() <= LONGEST_ECHO) {
      return "'" + text + "'";
    }
    int end = LONGEST_ECHO;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return "'" + text.substring(0, end) + "...'";
  }
}
