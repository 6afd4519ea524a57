package org.fhirserver.store.search;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.fhirserver.store.model.ResourceType;

/** What a page includes so far: each resource once, no match, and not more than the limit. */
final class IncludedSet {
  /** How many resources one statement loads. */
  private static final int CHUNK = 1024;

  private final IncludeRows rows;
  private final IncludeQuery query;
  private final Set<Long> keys = new HashSet<>();
  private final Set<Long> identities = new HashSet<>();
  private final List<FoundResource> included = new ArrayList<>();
  private boolean complete = true;
  private boolean overflowing;

  IncludedSet(IncludeRows rows, IncludeQuery query) {
    this.rows = rows;
    this.query = query;
    query.matches().forEach(this::note);
  }

  private void note(FoundResource resource) {
    keys.add(resource.resourceKey());
    identities.add(Hash64.of(resource.key()));
  }

  /** Whether the resource with that key is a match or included already. */
  boolean has(long resourceKey) {
    return keys.contains(resourceKey);
  }

  List<FoundResource> resources() {
    return included;
  }

  /** Whether nothing has been left out. */
  boolean isComplete() {
    return complete;
  }

  /** Whether there was one more than the limit allows. */
  boolean isOverflowing() {
    return overflowing;
  }

  /** Says that something is left out. */
  void leaveOut() {
    complete = false;
  }

  /** Includes those of the resources with these identities that are visible and pass a test. */
  void addWithIdentities(Collection<Long> hashes, Predicate<FoundResource> test)
      throws SQLException {
    add(hashes, hash -> !identities.contains(hash), rows::withIdentities, test);
  }

  /** Includes those of the resources of a type with these keys that pass a test. */
  void addWithKeys(ResourceType type, Collection<Long> resourceKeys, Predicate<FoundResource> test)
      throws SQLException {
    add(resourceKeys, key -> !has(key), some -> rows.withKeys(type, some), test);
  }

  private interface Loading {
    List<FoundResource> load(List<Long> numbers) throws SQLException;
  }

  private void add(
      Collection<Long> numbers, LongPredicate isNew, Loading loading, Predicate<FoundResource> test)
      throws SQLException {
    List<Long> left = numbers.stream().filter(isNew::test).toList();
    while (!left.isEmpty() && !overflowing) {
      int some = Math.min(left.size(), Math.min(CHUNK, room() + 1));
      List<FoundResource> loaded = new ArrayList<>(loading.load(left.subList(0, some)));
      loaded.sort(Comparator.comparingLong(FoundResource::resourceKey));
      for (FoundResource resource : loaded) {
        if (query.visible().containsKey(resource.key().type()) && test.test(resource)) {
          add(resource);
        }
      }
      left = left.subList(some, left.size());
    }
  }

  private void add(FoundResource resource) {
    if (room() == 0) {
      overflowing = true;
      leaveOut();
    } else if (!has(resource.resourceKey())) {
      note(resource);
      included.add(resource);
    }
  }

  private int room() {
    return query.limit() - included.size();
  }
}
