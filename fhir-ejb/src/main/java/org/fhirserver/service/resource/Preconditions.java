package org.fhirserver.service.resource;

import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * What a request demands of the version that stands.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#concurrency">Managing resource contention</a>
 */
public final class Preconditions {

  private Preconditions() {}

  /**
   * The version that an If-Match header names.
   *
   * @throws FhirException INVALID if it is no weak ETag of a version
   */
  public static int versionOf(String etag) {
    String text = etag.strip();
    if (text.length() > 4 && text.length() < 15 && text.startsWith("W/\"") && text.endsWith("\"")) {
      String digits = text.substring(3, text.length() - 1);
      if (digits.charAt(0) != '0' && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
        long version = Long.parseLong(digits);
        if (version <= Integer.MAX_VALUE) {
          return (int) version;
        }
      }
    }
    throw FhirException.invalid("An If-Match header holds a weak ETag of a version, W/\"3\".");
  }

  /**
   * Holds the version that stands against the one that the caller knows.
   *
   * @throws FhirException PRECONDITION_FAILED if it is another one, or none
   */
  static void require(
      Optional<Integer> ifMatch, ResourceKey key, Optional<ResourceVersion> current) {
    if (ifMatch.isPresent()
        && current.map(version -> version.version() != ifMatch.get()).orElse(true)) {
      throw new FhirException(
          Category.PRECONDITION_FAILED,
          "conflict",
          "The supplied version '" + ifMatch.get() + "' of " + key + " did not match.");
    }
  }
}
