package org.fhirserver.service.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;

/** Finds out at which types a search looks: by its scope, by _type and by what the caller may. */
@ApplicationScoped
class TypeSelection {

  @Inject private Compartments compartments;

  /**
   * The types of a search. Those that the caller may not search are left out, unless they are asked
   * for by name.
   *
   * @param searchable what the caller may search
   * @param lenient whether unknown names are a warning
   * @throws FhirException NOT_FOUND if there is no such compartment or the type is no member of it,
   *     INVALID if a parameter _type is not understood, FORBIDDEN
   */
  SearchedTypes select(
      SearchableTypes searchable,
      SearchScope scope,
      List<QueryParameter> parameters,
      boolean lenient) {
    List<ResourceType> possible = possible(scope);
    if (!scope.hasSeveralTypes()) {
      searchable.require(possible.get(0));
    }
    List<TypeCondition> conditions = new ArrayList<>();
    List<QueryParameter> others = new ArrayList<>();
    List<Issue> warnings = new ArrayList<>();
    for (QueryParameter parameter : parameters) {
      if (!TypeCondition.isOne(parameter)) {
        others.add(parameter);
        continue;
      }
      TypeCondition condition = TypeCondition.of(parameter);
      if (lenient && !condition.unknown().isEmpty()) {
        warnings.add(Issue.warning("not-supported", condition.unknownNames()));
      } else {
        condition.requireKnown();
      }
      conditions.add(condition);
    }
    List<ResourceType> chosen =
        possible.stream()
            .filter(type -> conditions.stream().allMatch(condition -> condition.admits(type)))
            .toList();
    boolean named =
        !scope.hasSeveralTypes() || !conditions.stream().allMatch(TypeCondition::excludes);
    return new SearchedTypes(
        chosen.isEmpty()
            ? nothing(searchable, possible, conditions)
            : filters(searchable, scope, chosen, named),
        conditions.stream().map(TypeCondition::parameter).distinct().toList(),
        others,
        warnings);
  }

  /** Types in which nothing is found, for the other parameters to be read and refused by. */
  private static Map<ResourceType, Expression> nothing(
      SearchableTypes searchable, List<ResourceType> possible, List<TypeCondition> conditions) {
    List<ResourceType> asked =
        possible.stream()
            .filter(type -> conditions.stream().anyMatch(condition -> condition.admits(type)))
            .toList();
    List<ResourceType> types = asked.isEmpty() ? possible : asked;
    Map<ResourceType, Expression> filters = new EnumMap<>(ResourceType.class);
    for (ResourceType type : types) {
      searchable.restriction(type).ifPresent(any -> filters.put(type, new Expression.None()));
    }
    if (filters.isEmpty()) {
      searchable.require(types.get(0));
    }
    return filters;
  }

  private List<ResourceType> possible(SearchScope scope) {
    if (scope instanceof SearchScope.Type only) {
      return List.of(only.type());
    }
    if (scope instanceof SearchScope.Compartment compartment) {
      return compartments.types(compartment);
    }
    return Stream.of(ResourceType.values()).filter(ResourceType::isStored).toList();
  }

  private Map<ResourceType, Expression> filters(
      SearchableTypes searchable, SearchScope scope, List<ResourceType> types, boolean named) {
    Map<ResourceType, Expression> filters = new EnumMap<>(ResourceType.class);
    for (ResourceType type : types) {
      restriction(searchable, type, named)
          .ifPresent(
              restriction ->
                  filters.put(
                      type,
                      scope instanceof SearchScope.Compartment compartment
                          ? Expression.and(
                              List.of(
                                  compartments.membership(compartment.owner(), type), restriction))
                          : restriction));
    }
    if (filters.isEmpty()) {
      searchable.require(types.get(0));
    }
    return filters;
  }

  private Optional<Expression> restriction(
      SearchableTypes searchable, ResourceType type, boolean named) {
    return named ? Optional.of(searchable.require(type)) : searchable.restriction(type);
  }
}
