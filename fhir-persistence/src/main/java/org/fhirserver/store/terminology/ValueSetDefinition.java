package org.fhirserver.store.terminology;

import java.util.List;

/**
 * What a value set says of the codes in it.
 *
 * @param canonical its canonical URL and version
 * @param content how the codes are told
 * @see <a href="https://hl7.org/fhir/R4/valueset.html">ValueSet</a>
 */
public record ValueSetDefinition(Canonical canonical, Content content) {

  /** How a value set tells its codes. */
  sealed interface Content {}

  /**
   * By rules.
   *
   * @param includes what is in the set if it is in one of these
   * @param excludes what is not in the set if it is in one of these
   * @param isActiveOnly whether codes that are not in use any more are left out
   */
  record Composed(List<ValueSetPart> includes, List<ValueSetPart> excludes, boolean isActiveOnly)
      implements Content {}

  /** By a list of all codes. */
  record Expanded(CodeSet codes) implements Content {}

  /**
   * Not so that every code in it would be known.
   *
   * @param reason what is missing, "it has ..."
   */
  record Unknown(String reason) implements Content {}
}
