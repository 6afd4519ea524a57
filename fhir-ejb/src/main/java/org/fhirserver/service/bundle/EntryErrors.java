package org.fhirserver.service.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.service.outcome.StatusTable;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;

/** Says of which entry an error is. */
final class EntryErrors {

  private EntryErrors() {}

  /**
   * Does something for an entry of a transaction.
   *
   * @throws FhirException naming the entry, if that failed
   */
  static void guard(BundleEntry entry, Runnable action) {
    try {
      action.run();
    } catch (FhirException failure) {
      throw ofTransaction(entry, failure);
    }
  }

  /** The error of an entry as that of its transaction: the entry first, then the cause. */
  static FhirException ofTransaction(BundleEntry entry, FhirException failure) {
    List<Issue> issues = new ArrayList<>();
    String path = entry.path();
    issues.add(
        Issue.error(
            "processing",
            "Transaction failed on '"
                + shown(entry.method())
                + "' for the requested url '"
                + shown(entry.url())
                + "'.",
            path));
    failure.issues().forEach(issue -> issues.add(within(path, issue)));
    return new FhirException(failure.category(), issues);
  }

  /** The error of an entry as its answer in a batch. */
  static EntryAnswer ofBatch(BundleEntry entry, FhirException failure) {
    String path = entry.path();
    List<Issue> issues = failure.issues().stream().map(issue -> within(path, issue)).toList();
    String status = StatusTable.statusLine(failure.category());
    return new EntryAnswer(
        Optional.empty(),
        new EntryResponse(
            status,
            Optional.empty(),
            Optional.empty(),
            Optional.of(OperationOutcomeJson.write(issues))));
  }

  /** The place inside an entry's resource as a place inside the Bundle; else the entry itself. */
  private static Issue within(String path, Issue issue) {
    Optional<String> expression =
        issue
            .expression()
            .filter(place -> !place.startsWith("Bundle.entry["))
            .map(
                place -> {
                  int dot = place.indexOf('.');
                  return path + ".resource" + (dot < 0 ? "" : place.substring(dot));
                })
            .or(issue::expression)
            .or(() -> Optional.of(path));
    return new Issue(issue.severity(), issue.code(), issue.diagnostics(), expression);
  }

  /** A text of the client, not too much of it. */
  static String shown(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
