package org.fhirserver.store.search;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceType;

/**
 * Goes from the matches to what they include, from there to what that includes, and so on: a round
 * looks only at what the last one has found, so that circles end.
 */
final class IncludeWalk {
  /** How many references one statement may read. */
  static final int MOST_ENTRIES = 100_000;

  /** How many pairs of a path and a target one statement may look up. */
  static final int MOST_LOOKUPS = 300_000;

  private final IncludeQuery query;
  private final IncludeLinks links;
  private final IncludeRows rows;
  private final WrittenReferences written;
  private final IncludedSet included;

  IncludeWalk(
      IncludeQuery query,
      SearchParameterRegistry registry,
      IncludeRows rows,
      WrittenReferences written) {
    this.query = query;
    this.links = new IncludeLinks(registry, query.visible().keySet());
    this.rows = rows;
    this.written = written;
    this.included = new IncludedSet(rows, query);
  }

  static Set<ResourceType> typesOf(List<FoundResource> resources) {
    Set<ResourceType> types = EnumSet.noneOf(ResourceType.class);
    resources.forEach(resource -> types.add(resource.key().type()));
    return types;
  }

  /**
   * All that is included.
   *
   * @throws FhirException INVALID (too-costly) if the matches alone take too many look-ups
   */
  IncludeStore.Included included() throws SQLException {
    List<Include> iterating = query.includes().stream().filter(Include::iterates).toList();
    if (!isRead(query.matches(), query.includes())) {
      throw tooCostly();
    }
    int done = 0;
    while (done < included.resources().size()
        && !included.isOverflowing()
        && !iterating.isEmpty()) {
      List<FoundResource> found =
          List.copyOf(included.resources().subList(done, included.resources().size()));
      done += found.size();
      if (!isRead(found, iterating)) {
        included.leaveOut();
      }
    }
    return new IncludeStore.Included(
        included.resources().stream().map(FoundResource::resource).toList(), included.isComplete());
  }

  /** Includes what resources include, or nothing and false if that takes too many look-ups. */
  private boolean isRead(List<FoundResource> resources, List<Include> includes)
      throws SQLException {
    ReverseIncludes reverse =
        new ReverseIncludes(links, includes, resources, rows, written, included);
    if (reverse.lookups() > MOST_LOOKUPS) {
      return false;
    }
    new ForwardIncludes(links, includes, resources, rows, written, included).find();
    reverse.find();
    return true;
  }

  private FhirException tooCostly() {
    return new FhirException(
        FhirException.Category.INVALID,
        List.of(
            Issue.error(
                "too-costly",
                "What refers to the "
                    + query.matches().size()
                    + " matches of a page in all the ways that _revinclude asks for is too much to"
                    + " look up at once; ask for smaller pages (_count) or name the parameters.")));
  }
}
