package org.fhirserver.store.terminology;

import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/**
 * The codes below or above a code, itself included.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">The modifiers below and above</a>
 */
public enum CodeHierarchy {
  /** The code and all codes that it subsumes. */
  BELOW,
  /** The code and all codes that subsume it. */
  ABOVE;

  /**
   * The codes in this direction.
   *
   * @param source where the code system is found
   * @param maxCodes how many codes there may be
   * @throws FhirException INVALID if system or code are not known, not all codes of the system are
   *     known, or there are too many
   */
  public CodeSet codes(TerminologySource source, Canonical system, String code, int maxCodes) {
    CodeSystemDefinition definition =
        source.codeSystem(system).orElseThrow(() -> Refusals.unknown("code system", system));
    if (!definition.isComplete()) {
      throw new FhirException(
          Category.INVALID,
          "not-supported",
          "The hierarchy of the code system '" + system + "' is not known completely here.");
    }
    String known =
        definition
            .find(code)
            .orElseThrow(
                () ->
                    new FhirException(
                        Category.INVALID,
                        "not-found",
                        "The code system '" + system + "' has no code '" + code + "'."));
    Set<String> codes = this == BELOW ? definition.below(known) : definition.above(known);
    if (codes.size() > maxCodes) {
      throw Refusals.tooCostly(
          system,
          "there are " + codes.size() + " such codes, of which " + maxCodes + " are allowed");
    }
    return CodeSet.listed(system.url(), codes);
  }
}
