package org.fhirserver.store.search;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.IncludeRows.Entry;
import org.fhirserver.store.search.IncludeRows.Name;

/**
 * Includes what resources refer to. A reference to a version leads to that version alone, so to
 * nothing if it is a past one; a canonical URL leads to every resource that calls itself by it.
 */
final class ForwardIncludes {
  private final IncludeLinks includeLinks;
  private final IncludeRows rows;
  private final WrittenReferences written;
  private final IncludedSet included;

  private final Map<Long, FoundResource> sources;
  private final Map<Integer, IncludeLink> links;
  private final Set<Long> certain = new LinkedHashSet<>();
  private final Map<Long, List<Doubt>> doubtful = new LinkedHashMap<>();

  /**
   * A reference that may lead somewhere else than its index entry says.
   *
   * @param url whether it is a URL
   */
  private record Doubt(FoundResource source, IncludeLink link, boolean url) {}

  /** One round: what resources refer to. */
  ForwardIncludes(
      IncludeLinks includeLinks,
      List<Include> includes,
      List<FoundResource> sources,
      IncludeRows rows,
      WrittenReferences written,
      IncludedSet included) {
    this.includeLinks = includeLinks;
    this.rows = rows;
    this.written = written;
    this.included = included;
    this.sources =
        sources.stream().collect(Collectors.toMap(FoundResource::resourceKey, found -> found));
    this.links = includeLinks.from(IncludeWalk.typesOf(sources), includes);
  }

  /** Includes it. */
  void find() throws SQLException {
    if (links.isEmpty()) {
      return;
    }
    Set<Long> namingVersions =
        sources.values().stream()
            .filter(WrittenReferences::mayNameVersions)
            .map(FoundResource::resourceKey)
            .collect(Collectors.toSet());
    List<Entry> entries =
        rows.entriesOf(List.copyOf(sources.keySet()), links.values(), IncludeWalk.MOST_ENTRIES + 1);
    if (entries.size() > IncludeWalk.MOST_ENTRIES) {
      included.leaveOut();
    }
    for (Entry entry : entries) {
      IncludeLink link = Objects.requireNonNull(links.get(entry.path()));
      FoundResource source = Objects.requireNonNull(sources.get(entry.resourceKey()));
      if (!link.mayLeadTo(entry.targetType())) {
        continue;
      }
      if (link.indexed().namesUrls() || namingVersions.contains(entry.resourceKey())) {
        doubtful
            .computeIfAbsent(entry.target(), target -> new ArrayList<>())
            .add(new Doubt(source, link, entry.targetType() == IndexRowEncoder.NO_TYPE));
      } else {
        certain.add(entry.target());
      }
    }
    Set<Long> identities = new LinkedHashSet<>(certain);
    identities.addAll(doubtful.keySet());
    included.addWithIdentities(identities, this::isReferredTo);
    findNamed();
  }

  private boolean isReferredTo(FoundResource target) {
    long identity = Hash64.of(target.key());
    return certain.contains(identity) || leadsTo(doubts(identity), target);
  }

  private List<Doubt> doubts(long target) {
    return doubtful.getOrDefault(target, List.of());
  }

  private boolean leadsTo(List<Doubt> references, FoundResource target) {
    return references.stream()
        .anyMatch(
            reference ->
                reference.link().targets().contains(target.key().type())
                    && written.leadTo(reference.source(), reference.link().indexed(), target));
  }

  /** Includes what calls itself by canonical URLs. */
  private void findNamed() throws SQLException {
    Set<Long> urls = new LinkedHashSet<>();
    Set<ResourceType> types = EnumSet.noneOf(ResourceType.class);
    doubtful.forEach(
        (target, references) -> {
          for (Doubt reference : references) {
            if (reference.url()) {
              urls.add(target);
              types.addAll(reference.link().targets());
            }
          }
        });
    Map<Integer, ResourceType> urlPaths = includeLinks.urlPaths(types);
    if (urls.isEmpty() || urlPaths.isEmpty()) {
      return;
    }
    Map<ResourceType, Map<Long, List<Doubt>>> named = new EnumMap<>(ResourceType.class);
    for (Name name : rows.namedBy(List.copyOf(urls), urlPaths.keySet())) {
      named
          .computeIfAbsent(
              Objects.requireNonNull(urlPaths.get(name.path())), type -> new LinkedHashMap<>())
          .computeIfAbsent(name.resourceKey(), key -> new ArrayList<>())
          .addAll(doubts(name.hash()));
    }
    for (Map.Entry<ResourceType, Map<Long, List<Doubt>>> ofType : named.entrySet()) {
      Map<Long, List<Doubt>> references = ofType.getValue();
      included.addWithKeys(
          ofType.getKey(),
          references.keySet(),
          target -> leadsTo(references.getOrDefault(target.resourceKey(), List.of()), target));
    }
  }
}
