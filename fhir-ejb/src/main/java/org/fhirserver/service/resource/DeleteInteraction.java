package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Deletes a resource; its versions stay readable.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#delete">delete</a>
 */
@ApplicationScoped
public class DeleteInteraction {

  @Inject private AccessPolicy access;

  @Inject private CurrentAccess currentAccess;

  @Inject private Transactions transactions;

  @Inject private Versions versions;

  @Inject private ResourceStore store;

  /**
   * Deletes the current version.
   *
   * @param ifMatch the version that the caller expects to delete
   * @return the deletion, an earlier one if the resource was deleted before; empty if it never was
   * @throws FhirException PRECONDITION_FAILED if another version stands, FORBIDDEN
   */
  public Optional<ResourceVersion> delete(
      RequestContext context, ResourceKey key, Optional<Integer> ifMatch) {
    access.require(context.caller(), Action.DELETE, key.type());
    return transactions.write(() -> deleteInTransaction(context, key, ifMatch));
  }

  /** The deletion within the transaction of the caller. */
  public Optional<ResourceVersion> deleteInTransaction(
      RequestContext context, ResourceKey key, Optional<Integer> ifMatch) {
    Optional<ResourceVersion> current = store.readForUpdate(context.tenant(), key);
    Preconditions.require(ifMatch, key, current);
    if (current.isEmpty()) {
      return store.readDeletion(context.tenant(), key);
    }
    currentAccess.require(
        context, key, access.require(context.caller(), Action.DELETE, key.type()));
    ResourceVersion deletion = versions.deletion(current.get());
    store.delete(context.tenant(), deletion);
    return Optional.of(deletion);
  }
}
