package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.metadata.OperationDefinitions;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.Expression;

/**
 * Deletes a resource: its versions stay readable, or it is removed with all of them.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#delete">delete</a>
 */
@ApplicationScoped
public class DeleteInteraction {

  @Inject private AccessPolicy access;

  @Inject private OperationDefinitions definitions;

  @Inject private CurrentAccess currentAccess;

  @Inject private Transactions transactions;

  @Inject private Versions versions;

  @Inject private ResourceStore store;

  /**
   * Deletes the current version, or the resource for good.
   *
   * @param ifMatch the version that the caller expects to delete
   * @param hard whether all versions are removed, as if the resource had never been
   * @return the deletion, an earlier one if the resource was deleted before; empty if there was
   *     nothing to delete
   * @throws FhirException PRECONDITION_FAILED if another version stands, FORBIDDEN
   */
  public Optional<ResourceVersion> delete(
      RequestContext context, ResourceKey key, Optional<Integer> ifMatch, boolean hard) {
    return transactions.write(() -> deleteInTransaction(context, key, ifMatch, hard));
  }

  /** The deletion within the transaction of the caller. */
  public Optional<ResourceVersion> deleteInTransaction(
      RequestContext context, ResourceKey key, Optional<Integer> ifMatch, boolean hard) {
    Expression restriction = restriction(context, key.type(), hard);
    definitions.requireOther(key);
    Optional<ResourceVersion> current = store.readForUpdate(context.tenant(), key);
    if (current.isEmpty()) {
      return deleteAgain(context, key, ifMatch, hard && restriction instanceof Expression.All);
    }
    Preconditions.require(ifMatch, key, current);
    currentAccess.require(context, key, restriction);
    ResourceVersion deletion = versions.deletion(current.get());
    if (hard) {
      store.erase(context.tenant(), key);
    } else {
      store.delete(context.tenant(), deletion);
    }
    return Optional.of(deletion);
  }

  /** Deletes what has no current version: for good, or not at all. */
  private Optional<ResourceVersion> deleteAgain(
      RequestContext context, ResourceKey key, Optional<Integer> ifMatch, boolean hard) {
    Optional<ResourceVersion> deletion = store.readDeletion(context.tenant(), key);
    Preconditions.require(ifMatch, key, hard ? deletion : Optional.empty());
    if (hard && deletion.isPresent()) {
      store.erase(context.tenant(), key);
    }
    return deletion;
  }

  private Expression restriction(RequestContext context, ResourceType type, boolean hard) {
    Expression deletable = access.require(context.caller(), Action.DELETE, type);
    return hard
        ? Expression.and(
            List.of(deletable, access.require(context.caller(), Action.HARD_DELETE, type)))
        : deletable;
  }
}
