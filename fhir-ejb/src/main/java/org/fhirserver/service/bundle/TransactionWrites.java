package org.fhirserver.service.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.service.resource.ConditionalUpdateInteraction;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.service.resource.ReferenceResolver;
import org.fhirserver.service.resource.Resources;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.ResourceWrite;
import org.fhirserver.store.resource.StoredMethod;

/**
 * Creates, updates and patches what a transaction asks for. A resource is read when its turn comes.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Transaction processing rules</a>
 */
final class TransactionWrites {
  /** How many created resources are written at once. */
  private static final int CHUNK = 250;

  /** How often resources wait for others that are written before them. */
  private static final int MOST_ROUNDS = 10;

  private final TransactionParts parts;
  private final ReceivedTransaction transaction;
  private final RequestContext context;
  private final TransactionTargets targets;
  private final LocalReferences localReferences;
  private final EntryAnswer[] answers;

  private final Map<String, String> knownQueries = new HashMap<>();
  private final List<ResourceWrite> pending = new ArrayList<>(CHUNK);
  private final List<ResourceVersion> written = new ArrayList<>();

  /**
   * The writes of one attempt.
   *
   * @param answers where the answers go; an entry that has one is not written
   */
  TransactionWrites(
      TransactionParts parts,
      ReceivedTransaction transaction,
      TransactionTargets targets,
      LocalReferences localReferences,
      EntryAnswer[] answers) {
    this.parts = parts;
    this.transaction = transaction;
    this.context = transaction.context();
    this.targets = targets;
    this.localReferences = localReferences;
    this.answers = answers;
  }

  /**
   * Writes it all. A resource whose conditional reference finds nothing yet waits for those that
   * this transaction writes, a few times over: they may wait for others themselves.
   *
   * @return the versions that have come into being, if the request has a Provenance for them
   */
  List<ResourceVersion> write() {
    Map<EntryRequest.Write, String> waiting = new LinkedHashMap<>();
    attempt(
        transaction.requests().stream()
            .filter(EntryRequest.Write.class::isInstance)
            .map(EntryRequest.Write.class::cast)
            .toList(),
        waiting);
    for (int round = 1; round < MOST_ROUNDS && !waiting.isEmpty(); round++) {
      List<EntryRequest.Write> again = List.copyOf(waiting.keySet());
      waiting.clear();
      attempt(again, waiting);
    }
    waiting.forEach(
        (request, query) ->
            EntryErrors.guard(
                request.entry(),
                () -> {
                  throw ReferenceResolver.unresolved(query);
                }));
    transaction.forEach(EntryRequest.Patch.class, this::patch);
    return written;
  }

  private void attempt(List<EntryRequest.Write> open, Map<EntryRequest.Write, String> waiting) {
    List<EntryRequest.Update> updates = new ArrayList<>();
    for (EntryRequest.Write request : open) {
      if (request instanceof EntryRequest.Create create
          && answers[create.entry().index()] == null) {
        EntryErrors.guard(
            create.entry(), () -> prepare(create).ifPresent(query -> waiting.put(create, query)));
      } else if (request instanceof EntryRequest.Update update) {
        updates.add(update);
      }
    }
    flush();
    // Those that create wait for one another by their keys, so all transactions go in key order.
    updates.sort(Comparator.comparing(this::key, TransactionTargets.KEY_ORDER));
    for (EntryRequest.Update update : updates) {
      EntryErrors.guard(
          update.entry(), () -> update(update).ifPresent(query -> waiting.put(update, query)));
    }
  }

  private ResourceKey key(EntryRequest.Update update) {
    return targets.key(update, update.target());
  }

  /** Prepares a resource to be written; returns a query in it that finds nothing yet. */
  private Optional<String> prepare(EntryRequest.Create create) {
    BundleEntry entry = create.entry();
    Element resource = read(entry);
    Resources.requireType(resource, create.type());
    localReferences.rewrite(resource, entry.fullUrl());
    Optional<String> unresolved = parts.references.resolve(context, resource, knownQueries);
    if (unresolved.isPresent()) {
      return unresolved;
    }
    ResourceWrite write =
        parts.versions.first(resource, targets.key(create), StoredMethod.POST, context.baseUrl());
    pending.add(write);
    answer(entry, new Outcome(Outcome.Status.CREATED, write.version()));
    // What is wrong with a definition comes out when it is written; it is the fault of this entry.
    if (pending.size() == CHUNK || create.type() == ResourceType.SEARCH_PARAMETER) {
      flush();
    }
    return Optional.empty();
  }

  private void flush() {
    if (!pending.isEmpty()) {
      parts.store.insert(context.tenant(), pending);
      pending.clear();
    }
  }

  /** Updates; returns a query in the resource that finds nothing yet. */
  private Optional<String> update(EntryRequest.Update update) {
    ResourceKey key = key(update);
    Element resource = read(update.entry());
    if (update.target() instanceof WriteTarget.Known) {
      parts.updates.check(context, key, resource);
    } else {
      Resources.requireType(resource, key.type());
      ConditionalUpdateInteraction.requireSameId(key, resource.childValue("id"));
    }
    localReferences.rewrite(resource, update.entry().fullUrl());
    Optional<String> unresolved = parts.references.resolve(context, resource, knownQueries);
    if (unresolved.isPresent()) {
      return unresolved;
    }
    answer(
        update.entry(),
        parts.updates.updateInTransaction(
            context, key, resource, update.ifMatch(), update.keepMetaHistory()));
    return Optional.empty();
  }

  private void patch(EntryRequest.Patch patch) {
    Patch change = parts.entryPatches.read(patch.entry(), transaction.body());
    answer(
        patch.entry(),
        parts.patches.patchInTransaction(
            context,
            targets.key(patch, patch.target()),
            localReferences.isEmpty() ? change : resource -> rewritten(change.apply(resource)),
            patch.ifMatch(),
            patch.keepMetaHistory()));
  }

  private byte[] rewritten(byte[] patched) {
    Element resource = parts.json.read(patched);
    localReferences.rewrite(resource, Optional.empty());
    return parts.json.write(resource);
  }

  private Element read(BundleEntry entry) {
    return parts.json.readPart(transaction.body(), entry.offset(), entry.length());
  }

  private void answer(BundleEntry entry, Outcome outcome) {
    EntryAnswer answer =
        EntryAnswer.written(context, outcome, transaction.preferences().returned());
    answers[entry.index()] = answer;
    if (context.provenance().isPresent() && outcome.status() != Outcome.Status.UNCHANGED) {
      answer.response().version().ifPresent(written::add);
    }
  }
}
