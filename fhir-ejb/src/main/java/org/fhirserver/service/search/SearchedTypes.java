package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.TypeQuery;

/**
 * The types that a search looks at.
 *
 * @param filters what their resources must fulfil before any parameter: access restrictions and the
 *     membership in a compartment
 * @param conditions the parameters _type that were understood, without unknown names
 * @param others the other parameters of the request
 * @param warnings what was left out, with lenient handling
 */
record SearchedTypes(
    Map<ResourceType, Expression> filters,
    List<QueryParameter> conditions,
    List<QueryParameter> others,
    List<Issue> warnings) {

  /** The types in their order. */
  List<ResourceType> types() {
    return new ArrayList<>(filters.keySet());
  }

  /** The queries that the parameters make, for what may be found alone. */
  List<TypeQuery> restrict(List<TypeQuery> queries) {
    return queries.stream()
        .map(query -> query.and(filters.getOrDefault(query.type(), new Expression.None())))
        .toList();
  }
}
