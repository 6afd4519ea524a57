package org.fhirserver.service.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.view.ViewRequest;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/** The query of an entry's URL, from which each interaction takes what it knows. */
final class EntryParameters {
  private static final int MOST_DELETIONS = 100;

  private final List<QueryParameter> open;

  EntryParameters(List<QueryParameter> query) {
    this.open = new ArrayList<>(query);
  }

  /** Takes what says how much of a resource is shown. */
  List<QueryParameter> view() {
    return take(parameter -> ViewRequest.isParameter(parameter.name()));
  }

  /**
   * Takes a parameter that is true or false.
   *
   * @param names its name and others for the same
   * @throws FhirException INVALID if it is neither
   */
  Optional<Boolean> flag(String... names) {
    return take(parameter -> Set.of(names).contains(parameter.name())).stream()
        .map(EntryParameters::isTrue)
        .reduce((first, last) -> last);
  }

  /**
   * Takes how many resources a conditional delete may find.
   *
   * @throws FhirException INVALID if it is none from 1 to 100
   */
  Optional<Integer> deletions() {
    return take(parameter -> parameter.name().equals("_count")).stream()
        .map(parameter -> deletions(parameter.value()))
        .reduce((first, last) -> last);
  }

  /** What nobody has taken. */
  List<QueryParameter> rest() {
    return List.copyOf(open);
  }

  /**
   * Refuses what nobody has taken.
   *
   * @throws FhirException INVALID if there is anything
   */
  void requireNone() {
    if (!open.isEmpty()) {
      throw new FhirException(
          Category.INVALID,
          "not-supported",
          "The parameter '" + open.get(0).name() + "' is not supported for this interaction.");
    }
  }

  private List<QueryParameter> take(Predicate<QueryParameter> wanted) {
    List<QueryParameter> taken = open.stream().filter(wanted).toList();
    open.removeAll(taken);
    return taken;
  }

  private static boolean isTrue(QueryParameter parameter) {
    return switch (parameter.value()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw FhirException.invalid(
              "The parameter '" + parameter.name() + "' takes true or false.");
    };
  }

  private static int deletions(String value) {
    boolean number =
        !value.isEmpty()
            && value.length() <= 3
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    int count = number ? Integer.parseInt(value) : 0;
    if (count < 1 || count > MOST_DELETIONS) {
      throw FhirException.invalid(
          "The _count parameter must be between 1 and " + MOST_DELETIONS + ".");
    }
    return count;
  }
}
