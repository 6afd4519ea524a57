package org.fhirserver.store.terminology;

import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/** Why codes cannot be told exactly. A part of them would be a wrong answer. */
final class Refusals {

  private Refusals() {}

  /** 400: there is no such value set or code system, as far as the caller sees. */
  static FhirException unknown(String what, Canonical canonical) {
    return new FhirException(
        Category.INVALID, "not-found", "The " + what + " '" + canonical + "' is not known here.");
  }

  /** 400: the value set cannot be evaluated; the reason starts with "it". */
  static FhirException notEvaluable(Canonical valueSet, String reason) {
    return new FhirException(
        Category.INVALID,
        "not-supported",
        "The value set '" + valueSet + "' cannot be evaluated: " + reason + ".");
  }

  /** 400: the evaluation would take too much. */
  static FhirException tooCostly(Canonical canonical, String reason) {
    return new FhirException(
        Category.INVALID, "too-costly", "'" + canonical + "' is too large: " + reason + ".");
  }
}
