package org.fhirserver.service.bundle;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.search.SearchScope;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;

/** Reads from the path of an entry's URL where its search looks. */
final class SearchRoute {

  private SearchRoute() {}

  /** Whether the path is that of a search by form. */
  static boolean isByForm(List<String> path) {
    return !path.isEmpty() && path.get(path.size() - 1).equals("_search");
  }

  /** Where a search by that path looks; empty if it is no path of a search. */
  static Optional<SearchScope> scope(List<String> path) {
    List<String> segments = isByForm(path) ? path.subList(0, path.size() - 1) : path;
    return switch (segments.size()) {
      case 0 -> Optional.of(new SearchScope.All());
      case 1 -> type(segments.get(0)).map(SearchScope.Type::new);
      case 3 -> compartment(segments);
      default -> Optional.empty();
    };
  }

  private static Optional<SearchScope> compartment(List<String> segments) {
    Optional<ResourceType> type = type(segments.get(0));
    Optional<ResourceType> member = type(segments.get(2));
    boolean isAll = segments.get(2).equals(SearchScope.Compartment.ALL_TYPES);
    if (type.isEmpty() || !ResourceKey.isId(segments.get(1)) || member.isEmpty() && !isAll) {
      return Optional.empty();
    }
    ResourceKey owner = new ResourceKey(type.get(), segments.get(1));
    return Optional.of(new SearchScope.Compartment(owner, member));
  }

  private static Optional<ResourceType> type(String name) {
    return ResourceType.named(name).filter(ResourceType::isStored);
  }
}
