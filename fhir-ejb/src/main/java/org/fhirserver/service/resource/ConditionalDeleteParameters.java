package org.fhirserver.service.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.store.FhirException;

/**
 * What the query of a conditional delete asks for.
 *
 * @param criteria which resources
 * @param count how many of them may be deleted; empty if there must not be more than one
 * @param hard whether all their versions are removed
 */
public record ConditionalDeleteParameters(String criteria, Optional<Integer> count, boolean hard) {
  private static final String COUNT = "_count";
  private static final int MAX_COUNT = 100;

  /**
   * Reads the parameters of the query.
   *
   * @throws FhirException INVALID if {@code _count} is not between 1 and 100, or {@code hardDelete}
   *     neither true nor false
   */
  public static ConditionalDeleteParameters of(List<QueryParameter> parameters) {
    List<QueryParameter> criteria =
        new ArrayList<>(BooleanParameter.HARD_DELETE.without(parameters));
    criteria.removeIf(parameter -> parameter.name().equals(COUNT));
    List<Integer> counts =
        parameters.stream()
            .filter(parameter -> parameter.name().equals(COUNT) && !parameter.value().isEmpty())
            .map(parameter -> count(parameter.value()))
            .distinct()
            .toList();
    if (counts.size() > 1) {
      throw FhirException.invalid("The _count parameter stands twice with different values.");
    }
    return new ConditionalDeleteParameters(
        QueryString.of(criteria),
        counts.stream().findFirst(),
        BooleanParameter.HARD_DELETE.in(parameters, false));
  }

  private static int count(String text) {
    boolean number = text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int count = number ? Integer.parseInt(text) : 0;
    if (count < 1 || count > MAX_COUNT) {
      throw FhirException.invalid("The _count parameter must be between 1 and " + MAX_COUNT + ".");
    }
    return count;
  }
}
