package org.fhirserver.service.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.operation.Operation;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationLevel;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.operation.OperationSignature;
import org.fhirserver.service.resource.CurrentAccess;
import org.fhirserver.service.resource.Resources;
import org.fhirserver.service.resource.Transactions;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.Expression;

/** Removes all versions of a resource but the last one, which stays with its number. */
@ApplicationScoped
public class PurgeHistoryOperation implements Operation {
  private static final OperationSignature SIGNATURE =
      new OperationSignature(
          "purge-history",
          "Purge history",
          "Removes all versions of the resource but the last one.",
          "",
          Set.of(OperationLevel.INSTANCE),
          Set.of(),
          Set.of(OperationMethod.DELETE, OperationMethod.POST),
          true,
          List.of());

  @Inject private AccessPolicy access;

  @Inject private CurrentAccess currentAccess;

  @Inject private Transactions transactions;

  @Inject private ResourceStore store;

  @Override
  public OperationSignature signature() {
    return SIGNATURE;
  }

  /**
   * Does it; a deletion counts as the last version.
   *
   * @throws FhirException NOT_FOUND if there never was such a resource, INVALID if there are
   *     parameters, FORBIDDEN
   */
  @Override
  public OperationAnswer perform(RequestContext context, OperationCall call) {
    ResourceKey key = new ResourceKey(call.type().orElseThrow(), call.id().orElseThrow());
    Expression restriction = access.require(context.caller(), Action.HARD_DELETE, key.type());
    requireNoParameters(call);
    currentAccess.require(context, key, restriction);
    transactions.write(
        () -> {
          purge(context, key);
          return key;
        });
    return OperationAnswer.noContent();
  }

  private static void requireNoParameters(OperationCall call) {
    if (!call.query().isEmpty()
        || call.body().filter(body -> !body.children("parameter").isEmpty()).isPresent()) {
      throw new FhirException(
          FhirException.Category.INVALID,
          "not-supported",
          "The operation $purge-history takes no parameters.");
    }
  }

  private void purge(RequestContext context, ResourceKey key) {
    Optional<ResourceVersion> last =
        store
            .readForUpdate(context.tenant(), key)
            .or(() -> store.readDeletion(context.tenant(), key));
    int number = last.orElseThrow(() -> Resources.notFound(key)).version();
    store.purge(context.tenant(), key, number);
  }
}
