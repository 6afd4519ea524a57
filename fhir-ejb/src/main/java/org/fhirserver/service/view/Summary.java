package org.fhirserver.service.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The values of the parameter _summary.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#summary">Summary</a>
 */
public enum Summary {
  /** The elements that the definitions mark as the summary. */
  TRUE,
  /** The narrative, and what must be there. */
  TEXT,
  /** All but the narrative. */
  DATA,
  /** No resource, only their number. */
  COUNT,
  /** The whole resource. */
  FALSE;

  /** The summary of that code. */
  static Optional<Summary> ofCode(String code) {
    return Arrays.stream(values()).filter(summary -> summary.code().equals(code)).findFirst();
  }

  /** The code in the parameter. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
