package org.fhirserver.service.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.resource.Transactions;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;

/**
 * Does all that a Bundle asks for, or nothing of it.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">transaction</a>
 */
@ApplicationScoped
class TransactionInteraction {

  @Inject private AccessPolicy access;

  @Inject private Transactions transactions;

  @Inject private TransactionParts parts;

  /**
   * The answers to the entries, in their order.
   *
   * @param body the bytes in which the resources stand
   * @param minimal whether created and updated resources are left out of the answers
   * @throws FhirException naming the entry that failed; then nothing is stored
   */
  List<EntryAnswer> process(
      RequestContext context, List<BundleEntry> entries, byte[] body, boolean minimal) {
    List<EntryRequest> requests = new ArrayList<>(entries.size());
    Set<ResourceKey> written = new HashSet<>();
    Set<String> criteria = new HashSet<>();
    for (BundleEntry entry : entries) {
      try {
        EntryRequest request = EntryRequest.of(entry, context.baseUrl());
        requireAccess(context, request);
        requireSingle(request, written, criteria);
        requests.add(request);
      } catch (FhirException failure) {
        throw EntryErrors.ofTransaction(entry, failure);
      }
    }
    return transactions.write(
        () -> new TransactionRun(parts, context, requests, body, minimal).run());
  }

  private void requireAccess(RequestContext context, EntryRequest request) {
    if (request instanceof EntryRequest.Create create) {
      access.require(context.caller(), Action.CREATE, create.type());
    } else if (request instanceof EntryRequest.Update update) {
      access.require(context.caller(), Action.UPDATE, update.key().type());
    } else if (request instanceof EntryRequest.Delete delete) {
      access.require(context.caller(), Action.DELETE, delete.key().type());
    }
  }

  private static void requireSingle(
      EntryRequest request, Set<ResourceKey> written, Set<String> criteria) {
    Optional<ResourceKey> key = Optional.empty();
    if (request instanceof EntryRequest.Update update) {
      key = Optional.of(update.key());
    } else if (request instanceof EntryRequest.Delete delete) {
      key = Optional.of(delete.key());
    } else if (request instanceof EntryRequest.Create create) {
      Optional<String> condition =
          create.entry().ifNoneExist().map(query -> create.type() + "?" + query);
      condition.filter(query -> !criteria.add(query)).ifPresent(TransactionInteraction::repeated);
    }
    key.filter(target -> !written.add(target)).ifPresent(TransactionInteraction::repeated);
  }

  private static void repeated(Object target) {
    throw FhirException.invalid(
        "Bundle contains multiple entries that refers to the same resource '" + target + "'.");
  }
}
