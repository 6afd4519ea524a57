package org.fhirserver.store.search;

import java.util.List;
import org.fhirserver.store.model.ResourceType;

/**
 * What a search looks for among the resources of one type.
 *
 * @param filter what they must fulfil, access restrictions included
 * @param sort the order; with several types, each has keys of the same kinds
 */
public record TypeQuery(ResourceType type, Expression filter, List<SortKey> sort) {

  /** The same for those that fulfil another filter too. */
  public TypeQuery and(Expression other) {
    return new TypeQuery(type, Expression.and(List.of(filter, other)), sort);
  }

  TypeQuery withFilter(Expression other) {
    return new TypeQuery(type, other, sort);
  }
}
