package org.fhirserver.store.search;

import java.util.EnumSet;
import java.util.Set;
import org.fhirserver.store.model.ResourceType;

/**
 * A place in the resources of a type whose references are followed.
 *
 * @param source the type that has the references
 * @param indexed the path that they are indexed by
 * @param targets the types to which they are followed
 */
record IncludeLink(ResourceType source, IndexedPath indexed, Set<ResourceType> targets) {

  int path() {
    return indexed.path().id();
  }

  /** Whether a reference to a resource of the type with that number, or to a URL, is followed. */
  boolean mayLeadTo(short targetType) {
    return targetType == IndexRowEncoder.NO_TYPE
        ? indexed.namesUrls()
        : targets.contains(ResourceType.numbered(targetType));
  }

  /** The same place, followed to the targets of both. */
  IncludeLink and(IncludeLink other) {
    Set<ResourceType> both = EnumSet.copyOf(targets);
    both.addAll(other.targets);
    return new IncludeLink(source, indexed, both);
  }
}
