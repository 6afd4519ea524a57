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
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.ResourceWrite;
import org.fhirserver.store.resource.StoredMethod;

/**
 * Creates a resource under a new id.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#create">create</a>
 */
@ApplicationScoped
public class CreateInteraction {

  @Inject private AccessPolicy access;

  @Inject private ProvenanceWrites writes;

  @Inject private ReferenceResolver references;

  @Inject private MatchInteraction matches;

  @Inject private IdSource ids;

  @Inject private Versions versions;

  @Inject private ResourceStore store;

  /**
   * Stores a resource under a new id; an id that it brings is not kept.
   *
   * @param ifNoneExist criteria; if a resource fulfils them, that one is the outcome
   * @throws FhirException INVALID if it is of another type or a conditional reference in it does
   *     not name one resource, PRECONDITION_FAILED if several resources fulfil the criteria,
   *     FORBIDDEN
   */
  public Outcome create(
      RequestContext context, ResourceType type, Element resource, Optional<String> ifNoneExist) {
    access.require(context.caller(), Action.CREATE, type);
    Optional<Criteria> condition = ifNoneExist.map(query -> Criteria.of(type, query));
    condition.ifPresent(criteria -> matches.check(context, criteria));
    Resources.requireType(resource, type);
    references.resolve(context, resource);
    ResourceWrite write =
        versions.first(
            resource, new ResourceKey(type, ids.next()), StoredMethod.POST, context.baseUrl());
    return writes.write(
        context,
        () -> {
          Optional<ResourceVersion> existing =
              condition.flatMap(criteria -> existing(context, criteria));
          if (existing.isPresent()) {
            return new Outcome(Outcome.Status.UNCHANGED, existing.get());
          }
          store.insert(context.tenant(), List.of(write));
          return new Outcome(Outcome.Status.CREATED, write.version());
        });
  }

  /** The resource that fulfils the criteria; no other transaction makes one before this ends. */
  private Optional<ResourceVersion> existing(RequestContext context, Criteria criteria) {
    store.lockCriteria(context.tenant(), criteria.toString());
    return matches.findOne(context, criteria);
  }
}
