package org.fhirserver.store.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;

/**
 * A page of what supports the resources in some compartments: what they refer to that belongs to no
 * compartment itself, such as organizations, practitioners, locations and medications, and what
 * those refer to in turn.
 *
 * @param owners the resources that the compartments are about
 * @param members the types of which references count
 * @param types the types to find, and which of their resources
 * @param after the key of the resource before the page
 * @param count the size of a page, at least 1
 */
public record SupportQuery(
    Tenant tenant,
    List<ResourceKey> owners,
    List<CompartmentMember> members,
    Map<ResourceType, Expression> types,
    Optional<Long> after,
    int count) {}
