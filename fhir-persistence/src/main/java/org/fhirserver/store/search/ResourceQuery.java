package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;

/**
 * A search for the resources of one type.
 *
 * @param filter what they must fulfil, access restrictions included
 * @param sort the order; without keys the order in which they were created
 * @param after where the page starts; empty for the first one
 * @param count the size of a page, at least 1
 */
public record ResourceQuery(
    Tenant tenant,
    ResourceType type,
    Expression filter,
    List<SortKey> sort,
    Optional<PageCursor> after,
    int count) {}
