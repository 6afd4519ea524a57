package org.fhirserver.store.search;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Include.Direction;
import org.fhirserver.store.search.SearchParameter.Source;

/** Finds out which index paths includes follow, and to which types. */
final class IncludeLinks {
  private final SearchParameterRegistry registry;
  private final Set<ResourceType> visible;

  /**
   * The links of one request.
   *
   * @param visible the types that may be included
   */
  IncludeLinks(SearchParameterRegistry registry, Set<ResourceType> visible) {
    this.registry = registry;
    this.visible = visible;
  }

  /** What is followed from resources of these types, by path. */
  Map<Integer, IncludeLink> from(Set<ResourceType> sources, List<Include> includes) {
    return links(Direction.FORWARD, includes, sources, visible);
  }

  /** What is followed back to resources of these types, by path. */
  Map<Integer, IncludeLink> to(Set<ResourceType> targets, List<Include> includes) {
    return links(Direction.REVERSE, includes, visible, targets);
  }

  /** The paths at which those of the types that have a canonical URL say it. */
  Map<Integer, ResourceType> urlPaths(Set<ResourceType> types) {
    Map<Integer, ResourceType> paths = new LinkedHashMap<>();
    for (ResourceType type : types) {
      registry
          .find(type, "url")
          .filter(parameter -> parameter.type() == SearchParameterType.URI)
          .ifPresent(
              parameter ->
                  parameter.sources().forEach(source -> paths.put(source.path().id(), type)));
    }
    return paths;
  }

  private Map<Integer, IncludeLink> links(
      Direction direction,
      List<Include> includes,
      Set<ResourceType> sources,
      Set<ResourceType> targets) {
    Map<Integer, IncludeLink> links = new LinkedHashMap<>();
    for (Include include : includes) {
      if (include.direction() == direction) {
        for (ResourceType source : sources) {
          if (include.source().map(source::equals).orElse(true)) {
            add(links, include, source, targets);
          }
        }
      }
    }
    return links;
  }

  private void add(
      Map<Integer, IncludeLink> links,
      Include include,
      ResourceType source,
      Set<ResourceType> targets) {
    if (include.parameter().isPresent()) {
      add(links, include, source, include.parameter().get(), targets);
      return;
    }
    for (SearchParameter parameter : registry.parameters(source)) {
      if (parameter.type() == SearchParameterType.REFERENCE) {
        add(links, include, source, parameter, targets);
      }
    }
  }

  private void add(
      Map<Integer, IncludeLink> links,
      Include include,
      ResourceType source,
      SearchParameter parameter,
      Set<ResourceType> targets) {
    for (Source place : parameter.sources()) {
      Set<ResourceType> followed = EnumSet.noneOf(ResourceType.class);
      followed.addAll(targets);
      followed.retainAll(parameter.possibleTargets());
      place.onlyTarget().ifPresent(only -> followed.retainAll(EnumSet.of(only)));
      include.target().ifPresent(only -> followed.retainAll(EnumSet.of(only)));
      if (!followed.isEmpty()) {
        links.merge(
            place.path().id(),
            new IncludeLink(source, registry.indexed(source, place.path()), followed),
            IncludeLink::and);
      }
    }
  }
}
