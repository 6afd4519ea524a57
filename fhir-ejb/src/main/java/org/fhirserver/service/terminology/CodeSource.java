package org.fhirserver.service.terminology;

import org.fhirserver.store.FhirException;
import org.fhirserver.store.terminology.CodeHierarchy;
import org.fhirserver.store.terminology.CodeSet;

/** Tells which codes the values of a search stand for. */
public interface CodeSource {

  /**
   * The codes of a value set.
   *
   * @param reference its canonical URL, {@code |version} following or not, or the reference to a
   *     value set of this server
   * @throws FhirException INVALID if it is not known to the caller, cannot be evaluated exactly, or
   *     is too large
   */
  CodeSet valueSet(String reference);

  /**
   * The codes above or below a code, which is one of them.
   *
   * @throws FhirException INVALID if system or code are not known to the caller, not all codes of
   *     the system are known, or there are too many
   */
  CodeSet hierarchy(CodeHierarchy direction, String system, String code);

  /** How many codes a search parameter may stand for. */
  int maxCodes();
}
