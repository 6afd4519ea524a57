package org.fhirserver.service.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessDecision;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.resource.CurrentAccess;
import org.fhirserver.service.resource.Resources;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.history.HistoryEntry;
import org.fhirserver.store.history.HistoryPeriod;
import org.fhirserver.store.history.HistoryQuery;
import org.fhirserver.store.history.InstanceHistoryStore;
import org.fhirserver.store.history.TypeHistoryStore;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.tenant.Tenant;

/** Finds the versions of a history that the caller may see. */
@ApplicationScoped
class HistoryInteraction {

  @Inject private AccessPolicy access;

  @Inject private CurrentAccess currentAccess;

  @Inject private InstanceHistoryStore instances;

  @Inject private TypeHistoryStore types;

  /**
   * A page of versions.
   *
   * @param entries deletions among them, in the order that was asked for
   * @param total how many versions there are in all, if that is asked for or costs nothing
   */
  record Page(
      List<HistoryEntry> entries,
      Optional<Long> total,
      Optional<HistoryCursor> previous,
      Optional<HistoryCursor> next) {

    private static Page of(Optional<Long> total) {
      return new Page(List.of(), total, Optional.empty(), Optional.empty());
    }
  }

  /** What the store is asked, once it is known what the caller may see. */
  private interface Source {
    List<HistoryEntry> find(HistoryQuery query);

    long count(HistoryPeriod period);
  }

  /**
   * A page of a history.
   *
   * @throws FhirException NOT_FOUND if the resource never existed, FORBIDDEN
   */
  Page page(RequestContext context, HistoryScope scope, HistoryRequest request) {
    Source source = source(context, scope);
    if (request.count() == 0) {
      return Page.of(Optional.of(source.count(request.period())));
    }
    boolean backwards = request.cursor().map(HistoryCursor::backwards).orElse(false);
    List<HistoryEntry> found =
        source.find(
            new HistoryQuery(
                context.tenant(),
                request.period(),
                request.ascending() != backwards,
                request.cursor().map(HistoryCursor::position),
                request.count() + 1));
    boolean more = found.size() > request.count();
    List<HistoryEntry> entries = new ArrayList<>(more ? found.subList(0, request.count()) : found);
    if (backwards) {
      Collections.reverse(entries);
    }
    Optional<Long> total = Optional.empty();
    if (request.counted()) {
      total = Optional.of(source.count(request.period()));
    } else if (request.cursor().isEmpty() && !more) {
      total = Optional.of((long) entries.size());
    }
    if (entries.isEmpty()) {
      return Page.of(total);
    }
    boolean hasPrevious = backwards ? more : request.cursor().isPresent();
    boolean hasNext = backwards || more;
    return new Page(
        entries,
        total,
        cursor(hasPrevious, true, entries.get(0)),
        cursor(hasNext, false, entries.get(entries.size() - 1)));
  }

  private static Optional<HistoryCursor> cursor(
      boolean exists, boolean backwards, HistoryEntry entry) {
    return exists ? Optional.of(new HistoryCursor(backwards, entry.position())) : Optional.empty();
  }

  private Source source(RequestContext context, HistoryScope scope) {
    if (scope instanceof HistoryScope.Instance instance) {
      return instance(context, instance.key());
    }
    return types(
        context.tenant(),
        scope instanceof HistoryScope.Type only
            ? Map.of(only.type(), access.require(context.caller(), Action.HISTORY, only.type()))
            : visible(context));
  }

  private Source instance(RequestContext context, ResourceKey key) {
    currentAccess.require(
        context, key, access.require(context.caller(), Action.HISTORY, key.type()));
    return new Source() {
      @Override
      public List<HistoryEntry> find(HistoryQuery query) {
        return instances.find(query, key).orElseThrow(() -> Resources.notFound(key));
      }

      @Override
      public long count(HistoryPeriod period) {
        return instances
            .count(context.tenant(), period, key)
            .orElseThrow(() -> Resources.notFound(key));
      }
    };
  }

  private Source types(Tenant tenant, Map<ResourceType, Expression> shown) {
    return new Source() {
      @Override
      public List<HistoryEntry> find(HistoryQuery query) {
        return types.find(query, shown);
      }

      @Override
      public long count(HistoryPeriod period) {
        return types.count(tenant, period, shown);
      }
    };
  }

  /** The types whose history the caller may see; there must be some. */
  private Map<ResourceType, Expression> visible(RequestContext context) {
    Map<ResourceType, Expression> visible = new EnumMap<>(ResourceType.class);
    for (ResourceType type : ResourceType.values()) {
      if (type.isStored()
          && access.decide(context.caller(), Action.HISTORY, type)
              instanceof AccessDecision.Allowed allowed) {
        visible.put(type, allowed.restriction());
      }
    }
    if (visible.isEmpty()) {
      access.require(context.caller(), Action.HISTORY);
    }
    return visible;
  }
}
