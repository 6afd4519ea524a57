package org.fhirserver.store.search;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.fhirserver.store.model.ResourceType;

/**
 * A resource type within a walk through compartments.
 *
 * @param type the type
 * @param paths the index paths of which one must point to the resource that a compartment is about
 * @param filter what its resources must fulfil besides, access restrictions included
 */
public record CompartmentMember(ResourceType type, Set<Integer> paths, Expression filter) {

  /** A member by one of these reference parameters. */
  public static CompartmentMember of(
      ResourceType type, Collection<SearchParameter> parameters, Expression filter) {
    Set<Integer> paths = new TreeSet<>();
    for (SearchParameter parameter : parameters) {
      parameter.sources().forEach(source -> paths.add(source.path().id()));
    }
    return new CompartmentMember(type, paths, MergeDateBounds.apply(filter));
  }

  /** The same type with fewer paths. */
  CompartmentMember within(Set<Integer> some) {
    Set<Integer> kept = new TreeSet<>(paths);
    kept.retainAll(some);
    return new CompartmentMember(type, kept, filter);
  }
}
