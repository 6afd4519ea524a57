package org.fhirserver.service.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.resource.ProvenanceWrites;
import org.fhirserver.store.FhirException;

/**
 * Does all that a Bundle asks for, or nothing of it.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">transaction</a>
 */
@ApplicationScoped
class TransactionInteraction {

  @Inject private AccessPolicy access;

  @Inject private ProvenanceWrites writes;

  @Inject private TransactionParts parts;

  /**
   * The answers to the entries, in their order.
   *
   * @param body the bytes in which the resources stand
   * @throws FhirException naming the entry that failed; then nothing is stored
   */
  List<EntryAnswer> process(
      RequestContext context,
      List<BundleEntry> entries,
      byte[] body,
      BundlePreferences preferences) {
    List<EntryRequest> requests = new ArrayList<>(entries.size());
    for (BundleEntry entry : entries) {
      EntryErrors.guard(
          entry,
          () -> {
            EntryRequest request = EntryRouter.route(entry, context.baseUrl());
            requireAccess(context, request);
            requests.add(request);
          });
    }
    ReceivedTransaction transaction = new ReceivedTransaction(context, requests, body, preferences);
    return writes
        .write(
            context,
            () -> new TransactionRun(parts, transaction).run(),
            TransactionRun.Result::written)
        .answers();
  }

  /** What may not be written is told before anything is written; reads are asked in their turn. */
  private void requireAccess(RequestContext context, EntryRequest request) {
    if (request instanceof EntryRequest.Write write) {
      Action action =
          write instanceof EntryRequest.Create
              ? Action.CREATE
              : write instanceof EntryRequest.Delete ? Action.DELETE : Action.UPDATE;
      access.require(context.caller(), action, write.type());
      if (write instanceof EntryRequest.Delete delete && delete.hard()) {
        access.require(context.caller(), Action.HARD_DELETE, write.type());
      }
    }
  }
}
