package org.fhirserver.store.search;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.IncludeRows.Entry;

/**
 * Includes what refers to resources, as a search by that reference would find it: a reference to
 * any version counts, and a canonical URL if it has no version or that of the resource.
 */
final class ReverseIncludes {
  private final IncludeLinks includeLinks;
  private final IncludeRows rows;
  private final WrittenReferences written;
  private final IncludedSet included;

  private final List<FoundResource> targets;
  private final Map<Integer, IncludeLink> links;
  private final Map<Long, List<FoundResource>> byHash = new LinkedHashMap<>();

  /** One round: what refers to resources. */
  ReverseIncludes(
      IncludeLinks includeLinks,
      List<Include> includes,
      List<FoundResource> targets,
      IncludeRows rows,
      WrittenReferences written,
      IncludedSet included) {
    this.includeLinks = includeLinks;
    this.rows = rows;
    this.written = written;
    this.included = included;
    this.targets = targets;
    this.links = includeLinks.to(IncludeWalk.typesOf(targets), includes);
    targets.forEach(target -> addName(Hash64.of(target.key()), target));
    addCanonicalNames();
  }

  private void addCanonicalNames() {
    Set<ResourceType> named = EnumSet.noneOf(ResourceType.class);
    for (IncludeLink link : links.values()) {
      if (link.indexed().namesUrls()) {
        named.addAll(link.targets());
      }
    }
    named.retainAll(Set.copyOf(includeLinks.urlPaths(named).values()));
    for (FoundResource target : targets) {
      if (named.contains(target.key().type())) {
        written
            .canonical(target)
            .ifPresent(
                canonical -> canonical.names().forEach(name -> addName(Hash64.of(name), target)));
      }
    }
  }

  private void addName(long hash, FoundResource target) {
    byHash.computeIfAbsent(hash, key -> new ArrayList<>(1)).add(target);
  }

  /** How many places in the index have to be looked at. */
  long lookups() {
    return (long) links.size() * byHash.size();
  }

  /** Includes it. */
  void find() throws SQLException {
    if (links.isEmpty()) {
      return;
    }
    List<Entry> entries =
        rows.entriesTo(List.copyOf(byHash.keySet()), links.values(), IncludeWalk.MOST_ENTRIES + 1);
    if (entries.size() > IncludeWalk.MOST_ENTRIES) {
      included.leaveOut();
    }
    Map<ResourceType, Map<Long, List<Entry>>> bySource = new EnumMap<>(ResourceType.class);
    for (Entry entry : entries) {
      IncludeLink link = link(entry);
      if (link.mayLeadTo(entry.targetType()) && !included.has(entry.resourceKey())) {
        bySource
            .computeIfAbsent(link.source(), type -> new LinkedHashMap<>())
            .computeIfAbsent(entry.resourceKey(), key -> new ArrayList<>(1))
            .add(entry);
      }
    }
    for (Map.Entry<ResourceType, Map<Long, List<Entry>>> ofType : bySource.entrySet()) {
      Map<Long, List<Entry>> sources = ofType.getValue();
      included.addWithKeys(
          ofType.getKey(),
          sources.keySet(),
          source ->
              sources.getOrDefault(source.resourceKey(), List.of()).stream()
                  .anyMatch(entry -> leads(source, entry)));
    }
  }

  private IncludeLink link(Entry entry) {
    return Objects.requireNonNull(links.get(entry.path()));
  }

  private boolean leads(FoundResource source, Entry entry) {
    IncludeLink link = link(entry);
    return !link.indexed().namesUrls()
        || byHash.getOrDefault(entry.target(), List.of()).stream()
            .filter(target -> link.targets().contains(target.key().type()))
            .anyMatch(target -> written.leadTo(source, link.indexed(), target));
  }
}
