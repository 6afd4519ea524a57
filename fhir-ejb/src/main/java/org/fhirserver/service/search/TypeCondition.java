package org.fhirserver.service.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;

/**
 * What a parameter _type says: which types count, {@code _type=Patient,Group}, or which do not,
 * {@code _type:not=Group}.
 *
 * @param types the types
 * @param unknown names in the list that are no types
 * @param excludes whether all others count
 * @see <a href="https://hl7.org/fhir/R4/search.html#all">Parameters for all resources</a>
 */
record TypeCondition(Set<ResourceType> types, List<String> unknown, boolean excludes) {
  /** The name of the parameter. */
  static final String NAME = "_type";

  private static final int MOST_SHOWN = 100;

  /** Whether a parameter is this one, with or without modifier. */
  static boolean isOne(QueryParameter parameter) {
    return parameter.name().equals(NAME) || parameter.name().startsWith(NAME + ":");
  }

  /**
   * Reads a parameter.
   *
   * @throws FhirException INVALID if it names nothing or has another modifier than not
   */
  static TypeCondition of(QueryParameter parameter) {
    String modifier = parameter.name().substring(NAME.length());
    if (!modifier.isEmpty() && !modifier.equals(":not")) {
      throw new FhirException(
          FhirException.Category.INVALID,
          "not-supported",
          "Modifier '"
              + modifier.substring(1)
              + "' is not supported for search parameter '_type'.");
    }
    Set<ResourceType> types = new LinkedHashSet<>();
    Set<String> unknown = new LinkedHashSet<>();
    for (String name : parameter.value().split(",")) {
      Optional<ResourceType> type = ResourceType.named(name).filter(ResourceType::isStored);
      type.ifPresent(types::add);
      if (type.isEmpty() && !name.isEmpty()) {
        unknown.add(name);
      }
    }
    if (types.isEmpty() && unknown.isEmpty()) {
      throw FhirException.invalid("The '_type' parameter names no resource type.");
    }
    return new TypeCondition(types, List.copyOf(unknown), !modifier.isEmpty());
  }

  /** Whether resources of that type count. */
  boolean admits(ResourceType type) {
    return types.contains(type) != excludes;
  }

  /**
   * Refuses names that are no types.
   *
   * @throws FhirException INVALID if there are some
   */
  TypeCondition requireKnown() {
    if (!unknown.isEmpty()) {
      throw FhirException.invalid(unknownNames());
    }
    return this;
  }

  /** What is wrong with the names that are no types. */
  String unknownNames() {
    String names = String.join("', '", unknown);
    return "The '_type' parameter contains unknown resource type(s): '"
        + (names.length() > MOST_SHOWN ? names.substring(0, MOST_SHOWN) + "…" : names)
        + "'.";
  }

  /** The same as a parameter; names that are no types are left out unless there are no others. */
  QueryParameter parameter() {
    return new QueryParameter(
        excludes ? NAME + ":not" : NAME,
        String.join(
            ",", types.isEmpty() ? unknown : types.stream().map(ResourceType::typeName).toList()));
  }
}
