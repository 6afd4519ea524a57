package org.fhirserver.store.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;

/**
 * A page of a search.
 *
 * @param types the types, and what is looked for in each
 * @param order the order of the results
 * @param cursor where the page starts; empty for the first one
 * @param count the size of a page, at least 1
 */
public record ResourceQuery(
    Tenant tenant, List<TypeQuery> types, PageOrder order, Optional<PageCursor> cursor, int count) {

  /** Puts the types in the order in which they come one after another. */
  public ResourceQuery {
    types =
        types.stream()
            .sorted(Comparator.comparing((TypeQuery query) -> query.type().number()))
            .toList();
  }

  /** A search for the resources of one type. */
  public ResourceQuery(
      Tenant tenant,
      ResourceType type,
      Expression filter,
      List<SortKey> sort,
      Optional<PageCursor> cursor,
      int count) {
    this(tenant, List.of(new TypeQuery(type, filter, sort)), PageOrder.of(sort), cursor, count);
  }
}
