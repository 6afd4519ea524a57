package org.fhirserver.service.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.service.resource.ReferenceResolver;
import org.fhirserver.service.resource.Resources;
import org.fhirserver.service.search.Criteria;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.ResourceWrite;
import org.fhirserver.store.resource.StoredMethod;

/**
 * One attempt at a transaction: conditions first, then deletes, creates, updates and reads.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Transaction processing rules</a>
 */
final class TransactionRun {
  /** How many created resources are written at once. */
  private static final int CHUNK = 250;

  private static final Comparator<ResourceKey> KEY_ORDER =
      Comparator.comparing(ResourceKey::type).thenComparing(ResourceKey::id);

  /** How often resources wait for others that are written before them. */
  private static final int MOST_ROUNDS = 10;

  private final TransactionParts parts;
  private final RequestContext context;
  private final List<EntryRequest> requests;
  private final byte[] body;
  private final boolean minimal;

  private final EntryAnswer[] answers;
  private final Map<Integer, ResourceKey> newKeys = new HashMap<>();
  private final LocalReferences localReferences = new LocalReferences();
  private final Map<String, String> knownQueries = new HashMap<>();
  private final List<ResourceWrite> pending = new ArrayList<>(CHUNK);

  TransactionRun(
      TransactionParts parts,
      RequestContext context,
      List<EntryRequest> requests,
      byte[] body,
      boolean minimal) {
    this.parts = parts;
    this.context = context;
    this.requests = requests;
    this.body = body;
    this.minimal = minimal;
    this.answers = new EntryAnswer[requests.size()];
  }

  /** Does it all within the transaction of the caller. */
  List<EntryAnswer> run() {
    lock();
    decideConditions();
    nameResources();
    forEach(EntryRequest.Delete.class, this::delete);
    write();
    forEach(
        EntryRequest.Get.class,
        get -> answers[get.entry().index()] = parts.reads.answer(context, get));
    return List.of(answers);
  }

  private <R extends EntryRequest> void forEach(Class<R> kind, Consumer<R> action) {
    for (EntryRequest request : requests) {
      if (kind.isInstance(request)) {
        guarded(request, () -> action.accept(kind.cast(request)));
      }
    }
  }

  private static void guarded(EntryRequest request, Runnable action) {
    try {
      action.run();
    } catch (FhirException failure) {
      throw EntryErrors.ofTransaction(request.entry(), failure);
    }
  }

  /**
   * Takes all locks in one order, so that transactions wait for one another but never in a ring.
   */
  private void lock() {
    Map<String, EntryRequest.Create> conditions = new TreeMap<>();
    List<ResourceKey> keys = new ArrayList<>();
    for (EntryRequest request : requests) {
      if (request instanceof EntryRequest.Create create) {
        create
            .entry()
            .ifNoneExist()
            .ifPresent(
                query -> conditions.put(Criteria.of(create.type(), query).toString(), create));
      } else if (request instanceof EntryRequest.Update update) {
        keys.add(update.key());
      } else if (request instanceof EntryRequest.Delete delete) {
        keys.add(delete.key());
      }
    }
    conditions.keySet().forEach(query -> parts.store.lockCriteria(context.tenant(), query));
    keys.sort(KEY_ORDER);
    keys.forEach(key -> parts.store.readForUpdate(context.tenant(), key));
  }

  /** Answers the conditional creates whose criteria find a resource. */
  private void decideConditions() {
    forEach(
        EntryRequest.Create.class,
        create ->
            create
                .entry()
                .ifNoneExist()
                .flatMap(query -> existing(create, query))
                .ifPresent(found -> answer(create.entry(), Outcome.Status.OK, found)));
  }

  private Optional<ResourceVersion> existing(EntryRequest.Create create, String query) {
    Optional<ResourceVersion> found =
        parts.matches.findOne(context, Criteria.of(create.type(), query));
    found.ifPresent(version -> newKeys.put(create.entry().index(), version.key()));
    return found;
  }

  /** Gives new resources their ids and notes what the full URLs become. */
  private void nameResources() {
    for (EntryRequest request : requests) {
      ResourceKey key;
      if (request instanceof EntryRequest.Create create) {
        key =
            newKeys.computeIfAbsent(
                create.entry().index(), index -> new ResourceKey(create.type(), parts.ids.next()));
      } else if (request instanceof EntryRequest.Update update) {
        key = update.key();
      } else {
        continue;
      }
      Optional<String> fullUrl = request.entry().fullUrl();
      if (fullUrl.isPresent()) {
        guarded(request, () -> name(fullUrl.get(), key));
      }
    }
  }

  private void name(String fullUrl, ResourceKey key) {
    if (localReferences.contains(fullUrl)) {
      throw FhirException.invalid("Another entry of the bundle has the same fullUrl.");
    }
    localReferences.add(fullUrl, key);
  }

  private void delete(EntryRequest.Delete delete) {
    Optional<ResourceVersion> deletion =
        parts.deletes.deleteInTransaction(context, delete.key(), delete.ifMatch(), false);
    answers[delete.entry().index()] =
        new EntryAnswer(
            Optional.empty(),
            new EntryResponse("204 No Content", Optional.empty(), deletion, Optional.empty()));
  }

  /**
   * Creates and updates. A resource whose conditional reference finds nothing yet waits for those
   * that this transaction writes, a few times over: they may wait for others themselves.
   */
  private void write() {
    Map<EntryRequest, String> waiting = new LinkedHashMap<>();
    attempt(requests, waiting);
    for (int round = 1; round < MOST_ROUNDS && !waiting.isEmpty(); round++) {
      List<EntryRequest> again = List.copyOf(waiting.keySet());
      waiting.clear();
      attempt(again, waiting);
    }
    waiting.forEach(
        (request, query) ->
            guarded(
                request,
                () -> {
                  throw ReferenceResolver.unresolved(query);
                }));
  }

  private void attempt(List<EntryRequest> open, Map<EntryRequest, String> waiting) {
    for (EntryRequest request : open) {
      if (request instanceof EntryRequest.Create create
          && answers[create.entry().index()] == null) {
        guarded(create, () -> prepare(create).ifPresent(query -> waiting.put(create, query)));
      }
    }
    flush();
    // Those that create wait for one another by their keys, so all transactions go in key order.
    open.stream()
        .filter(EntryRequest.Update.class::isInstance)
        .map(EntryRequest.Update.class::cast)
        .sorted(Comparator.comparing(EntryRequest.Update::key, KEY_ORDER))
        .forEach(
            update ->
                guarded(
                    update, () -> update(update).ifPresent(query -> waiting.put(update, query))));
  }

  /** Prepares a resource to be written; returns a query in it that finds nothing yet. */
  private Optional<String> prepare(EntryRequest.Create create) {
    BundleEntry entry = create.entry();
    Element resource = read(entry);
    Resources.requireType(resource, create.type());
    localReferences.rewrite(resource);
    Optional<String> unresolved = parts.references.resolve(context, resource, knownQueries);
    if (unresolved.isPresent()) {
      return unresolved;
    }
    ResourceKey key = Objects.requireNonNull(newKeys.get(entry.index()));
    ResourceWrite write = parts.versions.first(resource, key, StoredMethod.POST, context.baseUrl());
    pending.add(write);
    answer(entry, Outcome.Status.CREATED, write.version());
    if (pending.size() == CHUNK) {
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
    Element resource = read(update.entry());
    parts.updates.check(context, update.key(), resource);
    localReferences.rewrite(resource);
    Optional<String> unresolved = parts.references.resolve(context, resource, knownQueries);
    if (unresolved.isPresent()) {
      return unresolved;
    }
    Outcome outcome =
        parts.updates.updateInTransaction(context, update.key(), resource, update.ifMatch(), true);
    answer(update.entry(), outcome.status(), outcome.version());
    return Optional.empty();
  }

  private Element read(BundleEntry entry) {
    return parts.json.readPart(body, entry.offset(), entry.length());
  }

  private void answer(BundleEntry entry, Outcome.Status status, ResourceVersion version) {
    answers[entry.index()] = WriteAnswers.of(context, new Outcome(status, version), minimal);
  }
}
