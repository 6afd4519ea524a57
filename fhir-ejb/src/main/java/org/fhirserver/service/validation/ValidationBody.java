package org.fhirserver.service.validation;

import java.util.List;
import java.util.Optional;

/**
 * What the body of a validation request holds.
 *
 * @param resource the resource, if there is one
 * @param profiles the values of the parameter profile
 * @param modes the values of the parameter mode
 */
record ValidationBody(
    Optional<UncheckedResource> resource, List<String> profiles, List<String> modes) {

  /** No body at all. */
  static final ValidationBody NONE = new ValidationBody(Optional.empty(), List.of(), List.of());

  /**
   * A JSON object that may be a resource.
   *
   * @param type the type that it names
   * @param json its bytes
   */
  record UncheckedResource(String type, byte[] json) {}
}
