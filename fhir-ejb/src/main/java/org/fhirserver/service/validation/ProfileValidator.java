package org.fhirserver.service.validation;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Holds resources against profiles; for several threads at once. */
public interface ProfileValidator {

  /**
   * What is wrong with a resource: by the specification, by the profiles that it names itself and
   * by further ones.
   *
   * @param json the resource, valid by the checks of this server
   * @param profiles canonical URLs of further profiles
   * @param isAbandoned whether nobody waits for the answer any more; then the validation ends early
   */
  List<Finding> validate(String json, List<String> profiles, BooleanSupplier isAbandoned);
}
