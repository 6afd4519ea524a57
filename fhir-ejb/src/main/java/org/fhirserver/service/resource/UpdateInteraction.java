package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.metadata.OperationDefinitions;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.ResourceWrite;
import org.fhirserver.store.resource.StoredMethod;
import org.fhirserver.store.search.ResourceValues;

/**
 * Puts a new version in place of the current one, or creates the resource under the given id.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#update">update</a>
 */
@ApplicationScoped
public class UpdateInteraction {

  @Inject private AccessPolicy access;

  @Inject private OperationDefinitions definitions;

  @Inject private ProvenanceWrites writes;

  @Inject private ReferenceResolver references;

  @Inject private CurrentAccess currentAccess;

  @Inject private Versions versions;

  @Inject private ResourceStore store;

  /**
   * Stores a resource under its id; one that says the same as the current version stays as it is.
   *
   * @param ifMatch the version that the caller expects to replace
   * @param keepMetaHistory whether a version is kept that differs from the new one in its meta only
   * @throws FhirException INVALID if type or id of the resource differ from the key,
   *     PRECONDITION_FAILED if another version stands, FORBIDDEN
   */
  public Outcome update(
      RequestContext context,
      ResourceKey key,
      Element resource,
      Optional<Integer> ifMatch,
      boolean keepMetaHistory) {
    check(context, key, resource);
    references.resolve(context, resource);
    return writes.write(
        context, () -> updateInTransaction(context, key, resource, ifMatch, keepMetaHistory));
  }

  /** Holds the caller and the resource against what is asked for. */
  public void check(RequestContext context, ResourceKey key, Element resource) {
    access.require(context.caller(), Action.UPDATE, key.type());
    Resources.requireType(resource, key.type());
    String id =
        resource
            .childValue("id")
            .orElseThrow(() -> FhirException.invalid("Id must be specified in the resource."));
    if (!id.equals(key.id())) {
      throw FhirException.invalid("Id in the URL must match id in the resource.");
    }
  }

  /** The update within the transaction of the caller. */
  public Outcome updateInTransaction(
      RequestContext context,
      ResourceKey key,
      Element resource,
      Optional<Integer> ifMatch,
      boolean keepMetaHistory) {
    definitions.requireOther(key);
    Optional<ResourceVersion> current = store.readForUpdate(context.tenant(), key);
    Preconditions.require(ifMatch, key, current);
    if (current.isEmpty()) {
      return create(context, key, resource);
    }
    currentAccess.require(
        context, key, access.require(context.caller(), Action.UPDATE, key.type()));
    if (versions.isSame(resource, current.get())) {
      return new Outcome(Outcome.Status.UNCHANGED, current.get());
    }
    ResourceWrite write = versions.next(resource, current.get(), context.baseUrl());
    Element replaced = versions.read(current.get());
    store.replace(
        context.tenant(),
        write,
        new ResourceValues(replaced, context.baseUrl()),
        keepMetaHistory || !versions.differInMetaOnly(resource, replaced));
    return new Outcome(Outcome.Status.OK, write.version());
  }

  private Outcome create(RequestContext context, ResourceKey key, Element resource) {
    ResourceWrite write =
        store
            .readDeletion(context.tenant(), key)
            .map(deletion -> versions.next(resource, deletion, context.baseUrl()))
            .orElseGet(() -> versions.first(resource, key, StoredMethod.PUT, context.baseUrl()));
    store.insertKnown(context.tenant(), write);
    return new Outcome(Outcome.Status.CREATED, write.version());
  }
}
