package org.fhirserver.service.bundle;

/**
 * What the client prefers of the answers to the entries of its Bundle.
 *
 * @param returned what entries that create, update or patch are answered with
 * @param lenient whether parameters that are not understood are left out with a warning
 * @see <a href="https://hl7.org/fhir/R4/http.html#ops">Prefer: return</a>
 */
public record BundlePreferences(Returned returned, boolean lenient) {

  /** What a write is answered with. */
  public enum Returned {
    /** Its status alone. */
    NOTHING,
    /** The resource. */
    RESOURCE,
    /** An OperationOutcome. */
    OUTCOME
  }
}
