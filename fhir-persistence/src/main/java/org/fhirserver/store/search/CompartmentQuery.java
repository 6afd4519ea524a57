package org.fhirserver.store.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.tenant.Tenant;

/**
 * A page of a walk through what belongs to some resources, their compartments together.
 *
 * @param owners the resources that the compartments are about
 * @param members the types to walk through
 * @param after where the page starts; empty for the first one
 * @param count the size of a page, at least 1
 */
public record CompartmentQuery(
    Tenant tenant,
    List<ResourceKey> owners,
    List<CompartmentMember> members,
    Optional<CompartmentPosition> after,
    int count) {

  /** Puts the types in the order in which they are walked. */
  public CompartmentQuery {
    members =
        members.stream().sorted(Comparator.comparing(member -> member.type().number())).toList();
  }
}
