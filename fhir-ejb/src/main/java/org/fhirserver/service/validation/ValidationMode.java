package org.fhirserver.service.validation;

import java.util.Locale;
import java.util.Optional;

/**
 * What a validated resource is meant for.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-resource-validation-mode.html">Validation mode</a>
 */
enum ValidationMode {
  CREATE,
  UPDATE,
  DELETE,
  /** For nothing but to be held against a profile. */
  PROFILE;

  /** The mode of that code. */
  static Optional<ValidationMode> coded(String code) {
    for (ValidationMode mode : values()) {
      if (mode.code().equals(code)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** The code in requests. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
