package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.search.Criteria;
import org.fhirserver.service.search.MatchInteraction;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.ResourceWrite;
import org.fhirserver.store.resource.StoredMethod;

/**
 * Updates the one resource that fulfils criteria, or creates one if none does.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#cond-update">Conditional update</a>
 */
@ApplicationScoped
public class ConditionalUpdateInteraction {

  @Inject private AccessPolicy access;

  @Inject private MatchInteraction matches;

  @Inject private ConditionalTarget targets;

  @Inject private ReferenceResolver references;

  @Inject private ProvenanceWrites writes;

  @Inject private UpdateInteraction updates;

  @Inject private IdSource ids;

  @Inject private Versions versions;

  @Inject private ResourceStore store;

  /**
   * Stores a resource in place of the one that fulfils the criteria.
   *
   * @param criteria the query of a search URL
   * @param ifMatch the version that the caller expects to replace
   * @param keepMetaHistory whether a version is kept that differs from the new one in its meta only
   * @throws FhirException INVALID if the criteria are not understood or narrow nothing, or the
   *     resource has another type or id than the one that is found, PRECONDITION_FAILED if several
   *     are found or another version stands, CONFLICT if none is found and the id of the resource
   *     is taken, FORBIDDEN
   */
  public Outcome update(
      RequestContext context,
      ResourceType type,
      String criteria,
      Element resource,
      Optional<Integer> ifMatch,
      boolean keepMetaHistory) {
    access.require(context.caller(), Action.UPDATE, type);
    Criteria parsed = Criteria.of(type, criteria);
    matches.check(context, parsed);
    Resources.requireType(resource, type);
    references.resolve(context, resource);
    return writes.write(
        context, () -> updateInTransaction(context, parsed, resource, ifMatch, keepMetaHistory));
  }

  private Outcome updateInTransaction(
      RequestContext context,
      Criteria criteria,
      Element resource,
      Optional<Integer> ifMatch,
      boolean keepMetaHistory) {
    Optional<ResourceKey> target = target(context, criteria, resource.childValue("id"));
    if (target.isPresent()) {
      return updates.updateInTransaction(context, target.get(), resource, ifMatch, keepMetaHistory);
    }
    ResourceKey key = new ResourceKey(criteria.type(), ids.next());
    Preconditions.require(ifMatch, key, Optional.empty());
    ResourceWrite write = versions.first(resource, key, StoredMethod.POST, context.baseUrl());
    store.insert(context.tenant(), List.of(write));
    return new Outcome(Outcome.Status.CREATED, write.version());
  }

  /**
   * Decides within the transaction of the caller which resource a conditional update stores; to its
   * end nothing changes that.
   *
   * @param id the id that the given resource has
   * @return the one that fulfils the criteria, or a new one under the given id; empty if the
   *     resource is to get a new id
   * @throws FhirException PRECONDITION_FAILED if several resources fulfil the criteria, INVALID if
   *     the one that does has another id, CONFLICT if none does and the id is taken
   */
  public Optional<ResourceKey> target(
      RequestContext context, Criteria criteria, Optional<String> id) {
    Optional<ResourceKey> found = targets.hold(context, criteria).map(ResourceVersion::key);
    if (found.isPresent()) {
      requireSameId(found.get(), id);
      return found;
    }
    Optional<ResourceKey> given = id.map(text -> new ResourceKey(criteria.type(), text));
    if (given.flatMap(key -> store.read(context.tenant(), key)).isPresent()) {
      throw new FhirException(
          Category.CONFLICT,
          "conflict",
          "No resource fulfils the criteria, but the id of the given resource is taken by one that"
              + " does not.");
    }
    return given;
  }

  public static void requireSameId(ResourceKey found, Optional<String> id) {
    if (id.isPresent() && !id.get().equals(found.id())) {
      throw FhirException.invalid(
          "Found result with Id '"
              + found.id()
              + "', which did not match the provided Id '"
              + id.get()
              + "'.");
    }
  }
}
