package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.search.Criteria;
import org.fhirserver.service.search.MatchInteraction;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Finds what criteria stand for and holds it, so that it is still so when the transaction of the
 * caller ends.
 */
@ApplicationScoped
class ConditionalTarget {
  private static final int ATTEMPTS = 10;

  @Inject private MatchInteraction matches;

  @Inject private ResourceStore store;

  /**
   * The one resource that fulfils the criteria. Nobody else changes it, and nobody else who has the
   * same criteria decides, before the transaction ends.
   *
   * @throws FhirException PRECONDITION_FAILED if there are several
   */
  Optional<ResourceVersion> hold(RequestContext context, Criteria criteria) {
    store.lockCriteria(context.tenant(), criteria.toString());
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<ResourceVersion> found = matches.findOne(context, criteria);
      if (found.isEmpty() || isHeld(context, found.get())) {
        return found;
      }
    }
    throw new FhirException(
        Category.CONFLICT,
        "conflict",
        "Other requests changed the same resource at the same time; try again.");
  }

  /**
   * Resources that fulfil the criteria, in the order of their keys, which is the order in which
   * transactions wait for one another.
   *
   * @param limit at most so many
   */
  List<ResourceVersion> hold(RequestContext context, Criteria criteria, int limit) {
    store.lockCriteria(context.tenant(), criteria.toString());
    List<ResourceVersion> found = new ArrayList<>(matches.find(context, criteria, limit));
    found.sort(Comparator.comparing(version -> version.key().id()));
    List<ResourceVersion> held = new ArrayList<>(found.size());
    for (ResourceVersion version : found) {
      if (isHeld(context, version) || stillFulfils(context, criteria, version.key())) {
        held.add(version);
      }
    }
    return held;
  }

  /** Holds the resource and tells whether the version that was found is still the current one. */
  private boolean isHeld(RequestContext context, ResourceVersion found) {
    return store
        .readForUpdate(context.tenant(), found.key())
        .filter(current -> current.version() == found.version())
        .isPresent();
  }

  private boolean stillFulfils(RequestContext context, Criteria criteria, ResourceKey key) {
    return matches.fulfils(context, criteria, key);
  }
}
