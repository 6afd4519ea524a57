package org.fhirserver.service.resource;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.store.FhirException;

/**
 * A parameter of a write that is true or false.
 *
 * @param names its names, each as good as the other
 */
public record BooleanParameter(List<String> names) {

  /** Whether a delete removes all versions. */
  public static final BooleanParameter HARD_DELETE =
      new BooleanParameter(List.of("hardDelete", "_hardDelete"));

  /** Whether an update keeps a version that differs from the new one in its meta only. */
  public static final BooleanParameter META_HISTORY =
      new BooleanParameter(List.of("_meta-history"));

  /**
   * The value that the parameters give it, or the other one if they do not name it.
   *
   * @throws FhirException INVALID if it is neither true nor false, or both
   */
  public boolean in(List<QueryParameter> parameters, boolean otherwise) {
    Optional<Boolean> found = Optional.empty();
    for (QueryParameter parameter : parameters) {
      if (names.contains(parameter.name())) {
        boolean value = value(parameter);
        if (found.isPresent() && found.get() != value) {
          throw FhirException.invalid(
              "The parameter '" + parameter.name() + "' is both true and false.");
        }
        found = Optional.of(value);
      }
    }
    return found.orElse(otherwise);
  }

  /** The other parameters. */
  public List<QueryParameter> without(List<QueryParameter> parameters) {
    return parameters.stream().filter(parameter -> !names.contains(parameter.name())).toList();
  }

  private static boolean value(QueryParameter parameter) {
    return switch (parameter.value()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw FhirException.invalid(
              "The parameter '" + parameter.name() + "' takes true or false.");
    };
  }
}
