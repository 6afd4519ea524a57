package org.fhirserver.service.bundle;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.resource.Preconditions;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;

/** What an entry of a transaction or batch asks for. */
sealed interface EntryRequest {

  /** The entry itself. */
  BundleEntry entry();

  /** Create, unless the criteria find a resource. */
  record Create(BundleEntry entry, ResourceType type) implements EntryRequest {}

  /** Update or create under an id. */
  record Update(BundleEntry entry, ResourceKey key, Optional<Integer> ifMatch)
      implements EntryRequest {}

  /** Delete. */
  record Delete(BundleEntry entry, ResourceKey key, Optional<Integer> ifMatch)
      implements EntryRequest {}

  /**
   * Read, vread, history or search.
   *
   * @param path the segments of the URL
   * @param query its query, "" if it has none
   */
  record Get(BundleEntry entry, List<String> path, String query) implements EntryRequest {}

  /**
   * What the entry asks for.
   *
   * @throws FhirException INVALID if it asks for nothing that can be in a Bundle
   */
  static EntryRequest of(BundleEntry entry, String baseUrl) {
    if (entry.method().isEmpty() || entry.url().isEmpty()) {
      throw invalid(entry, "invalid", "an entry needs request.method and request.url");
    }
    String url = entry.url();
    if (url.startsWith(baseUrl + "/")) {
      url = url.substring(baseUrl.length());
    }
    int mark = url.indexOf('?');
    String query = mark < 0 ? "" : url.substring(mark + 1);
    String bare = mark < 0 ? url : url.substring(0, mark);
    List<String> path = List.of((bare.startsWith("/") ? bare.substring(1) : bare).split("/", -1));
    return switch (entry.method()) {
      case "POST" -> create(entry, path, query);
      case "PUT" -> new Update(withResource(entry), key(entry, path, query), ifMatch(entry));
      case "DELETE" -> new Delete(entry, key(entry, path, query), ifMatch(entry));
      case "GET" -> new Get(entry, path, query);
      default ->
          throw invalid(entry, "not-supported", "the method is none of GET, POST, PUT and DELETE");
    };
  }

  private static Create create(BundleEntry entry, List<String> path, String query) {
    if (path.size() != 1 || !query.isEmpty()) {
      throw unknownRoute(entry);
    }
    return new Create(withResource(entry), type(entry, path.get(0)));
  }

  private static ResourceKey key(BundleEntry entry, List<String> path, String query) {
    if (path.size() == 1 && !query.isEmpty()) {
      throw invalid(
          entry, "not-supported", "conditional update and delete are not supported in a bundle");
    }
    if (path.size() != 2 || !query.isEmpty()) {
      throw unknownRoute(entry);
    }
    return new ResourceKey(type(entry, path.get(0)), path.get(1));
  }

  /** The type of that name. */
  static ResourceType type(BundleEntry entry, String name) {
    return ResourceType.named(name)
        .filter(ResourceType::isStored)
        .orElseThrow(() -> unknownRoute(entry));
  }

  /** 404: the URL of the entry leads nowhere. */
  static FhirException unknownRoute(BundleEntry entry) {
    return new FhirException(
        Category.NOT_FOUND,
        "not-found",
        "The route for \"" + shown(entry.url()) + "\" was not found.");
  }

  private static BundleEntry withResource(BundleEntry entry) {
    if (!entry.hasResource()) {
      throw invalid(entry, "required", "an entry with POST or PUT needs a resource");
    }
    return entry;
  }

  private static Optional<Integer> ifMatch(BundleEntry entry) {
    return entry.ifMatch().map(Preconditions::versionOf);
  }

  private static FhirException invalid(BundleEntry entry, String code, String reason) {
    String path = "Bundle.entry[" + entry.index() + "]";
    return new FhirException(
        Category.INVALID, List.of(Issue.error(code, path + ": " + reason + ".", path)));
  }

  private static String shown(String url) {
    return url.length() > 200 ? url.substring(0, 200) + "…" : url;
  }
}
