package org.fhirserver.service.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.resource.CurrentAccess;
import org.fhirserver.service.resource.Resources;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Lists the versions of a resource, the newest first.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
@ApplicationScoped
public class HistoryInteraction {

  @Inject private AccessPolicy access;

  @Inject private CurrentAccess currentAccess;

  @Inject private ResourceStore store;

  /**
   * A page of versions.
   *
   * @param versions deletions among them, the newest first
   * @param total how many versions there are in all
   * @param nextBelow the next page holds the versions below this one; empty on the last page
   */
  public record Page(List<ResourceVersion> versions, long total, Optional<Integer> nextBelow) {}

  /**
   * A page of the history of a resource.
   *
   * @param below only versions below this one; empty for the first page
   * @param count the size of the page; 0 asks for the total alone
   * @throws FhirException NOT_FOUND if it never existed, FORBIDDEN
   */
  public Page history(RequestContext context, ResourceKey key, Optional<Integer> below, int count) {
    currentAccess.require(
        context, key, access.require(context.caller(), Action.HISTORY, key.type()));
    int bound = below.orElse(Integer.MAX_VALUE);
    Optional<ResourceVersion> current = store.read(context.tenant(), key);
    List<ResourceVersion> versions = new ArrayList<>();
    current.filter(version -> version.version() < bound).ifPresent(versions::add);
    // A version that is replaced between the two reads stands among the past ones too.
    int pastBound = current.map(now -> Math.min(bound, now.version())).orElse(bound);
    versions.addAll(store.versions(context.tenant(), key, pastBound, count + 1));
    if (current.isEmpty() && versions.isEmpty() && below.isEmpty()) {
      throw Resources.notFound(key);
    }
    long total = total(context, key, current, versions, below.isEmpty());
    if (versions.size() <= count) {
      return new Page(versions, total, Optional.empty());
    }
    List<ResourceVersion> page = List.copyOf(versions.subList(0, count));
    Optional<Integer> next =
        page.isEmpty() ? Optional.empty() : Optional.of(page.get(count - 1).version());
    return new Page(page, total, next);
  }

  /** Counts only where the page does not hold every version, down to the first. */
  private long total(
      RequestContext context,
      ResourceKey key,
      Optional<ResourceVersion> current,
      List<ResourceVersion> versions,
      boolean firstPage) {
    if (firstPage && !versions.isEmpty() && versions.size() == versions.get(0).version()) {
      return versions.size();
    }
    return current
        .map(now -> store.countVersions(context.tenant(), key, now.version()) + 1)
        .orElseGet(() -> store.countVersions(context.tenant(), key, Integer.MAX_VALUE));
  }
}
