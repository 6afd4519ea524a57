package org.fhirserver.service.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.search.Criteria;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Which resources the entries of a transaction write, all held to its end.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Transaction processing rules</a>
 */
final class TransactionTargets {
  /** The order in which all transactions take hold of resources. */
  static final Comparator<ResourceKey> KEY_ORDER =
      Comparator.comparing(ResourceKey::type).thenComparing(ResourceKey::id);

  private final TransactionParts parts;
  private final ReceivedTransaction transaction;
  private final RequestContext context;

  private final WrittenTargets written = new WrittenTargets();

  /** By the index of the entry: what is created, and what criteria stand for. */
  private final Map<Integer, ResourceKey> keys = new HashMap<>();

  /** By the index of the entry: what criteria delete. */
  private final Map<Integer, List<ResourceKey>> deletions = new HashMap<>();

  /** What criteria have decided, to be held against what stands when it is held. */
  private final List<Decision> decisions = new ArrayList<>();

  /**
   * What criteria stand for.
   *
   * @param found the version that fulfils them; empty if the resource is to come into being
   */
  private record Decision(
      EntryRequest.Write write,
      Criteria criteria,
      ResourceKey key,
      Optional<ResourceVersion> found) {}

  TransactionTargets(TransactionParts parts, ReceivedTransaction transaction) {
    this.parts = parts;
    this.transaction = transaction;
    this.context = transaction.context();
  }

  /**
   * Takes all locks in one order, so that transactions wait for one another but never in a ring,
   * and decides what the criteria of updates, patches and deletes stand for.
   */
  void hold() {
    transaction.forEach(EntryRequest.Write.class, written::add);
    holdCriteria();
    transaction.forEach(EntryRequest.Update.class, this::decide);
    transaction.forEach(EntryRequest.Patch.class, this::decide);
    transaction.forEach(EntryRequest.Delete.class, this::decide);
    holdKeys();
  }

  /** The resource that a create or an entry with criteria writes. */
  ResourceKey key(EntryRequest.Write write, WriteTarget target) {
    return target instanceof WriteTarget.Known known
        ? known.key()
        : Objects.requireNonNull(keys.get(write.entry().index()));
  }

  /** The new id of a resource that is created. */
  ResourceKey key(EntryRequest.Create create) {
    return keys.computeIfAbsent(create.entry().index(), index -> newKey(create.type()));
  }

  /** The resources that a delete deletes. */
  List<ResourceKey> keys(EntryRequest.Delete delete) {
    return delete.target() instanceof WriteTarget.Known known
        ? List.of(known.key())
        : deletions.getOrDefault(delete.entry().index(), List.of());
  }

  /**
   * The resource that keeps a conditional create from creating.
   *
   * @throws FhirException INVALID if another entry writes it, PRECONDITION_FAILED if there are
   *     several
   */
  Optional<ResourceVersion> existing(EntryRequest.Create create, Criteria criteria) {
    Optional<ResourceVersion> found = parts.matches.findOne(context, criteria);
    found.ifPresent(
        version -> {
          written.requireUnwritten(version.key(), criteria);
          keys.put(create.entry().index(), version.key());
        });
    return found;
  }

  private void holdCriteria() {
    TreeMap<String, Criteria> sorted = new TreeMap<>();
    for (EntryRequest request : transaction.requests()) {
      criteria(request).ifPresent(criteria -> sorted.put(criteria.toString(), criteria));
    }
    sorted.keySet().forEach(query -> parts.store.lockCriteria(context.tenant(), query));
  }

  private static Optional<Criteria> criteria(EntryRequest request) {
    if (request instanceof EntryRequest.Create create) {
      return create.unless();
    }
    return target(request)
        .filter(WriteTarget.Sought.class::isInstance)
        .map(target -> ((WriteTarget.Sought) target).criteria());
  }

  private static Optional<WriteTarget> target(EntryRequest request) {
    if (request instanceof EntryRequest.Update update) {
      return Optional.of(update.target());
    }
    if (request instanceof EntryRequest.Patch patch) {
      return Optional.of(patch.target());
    }
    return request instanceof EntryRequest.Delete delete
        ? Optional.of(delete.target())
        : Optional.empty();
  }

  private void decide(EntryRequest.Update update) {
    criteria(update)
        .ifPresent(
            criteria -> {
              Optional<ResourceVersion> found = parts.matches.findOne(context, criteria);
              ResourceKey key =
                  found.map(ResourceVersion::key).orElseGet(() -> givenKey(update, criteria));
              decide(new Decision(update, criteria, key, found));
            });
  }

  private void decide(EntryRequest.Patch patch) {
    criteria(patch)
        .ifPresent(
            criteria -> {
              parts.conditionalPatches.requireSupported(context, criteria);
              ResourceVersion found =
                  parts
                      .matches
                      .findOne(context, criteria)
                      .orElseThrow(
                          () ->
                              new FhirException(
                                  Category.NOT_FOUND,
                                  "not-found",
                                  "No resource of type "
                                      + criteria.type()
                                      + " fulfils the criteria."));
              decide(new Decision(patch, criteria, found.key(), Optional.of(found)));
            });
  }

  private void decide(EntryRequest.Delete delete) {
    Optional<Criteria> criteria = criteria(delete);
    if (criteria.isEmpty()) {
      return;
    }
    List<ResourceVersion> found =
        delete
            .most()
            .map(most -> parts.matches.find(context, criteria.get(), most))
            .orElseGet(() -> parts.matches.findOne(context, criteria.get()).stream().toList());
    if (found.isEmpty() && delete.ifMatch().isPresent()) {
      throw new FhirException(
          Category.PRECONDITION_FAILED,
          "conflict",
          "There is no version '"
              + delete.ifMatch().get()
              + "': no resource fulfils the criteria.");
    }
    for (ResourceVersion version : found) {
      decide(new Decision(delete, criteria.get(), version.key(), Optional.of(version)));
    }
    deletions.put(
        delete.entry().index(),
        found.stream().map(ResourceVersion::key).sorted(KEY_ORDER).toList());
  }

  private void decide(Decision decision) {
    written.add(decision.key(), decision.criteria());
    keys.put(decision.write().entry().index(), decision.key());
    decisions.add(decision);
  }

  /** The key under which an update stores a resource if its criteria find none. */
  private ResourceKey givenKey(EntryRequest.Update update, Criteria criteria) {
    BundleEntry entry = update.entry();
    return parts
        .json
        .readPart(transaction.body(), entry.offset(), entry.length())
        .childValue("id")
        .map(id -> new ResourceKey(criteria.type(), id))
        .orElseGet(() -> newKey(criteria.type()));
  }

  private ResourceKey newKey(ResourceType type) {
    return new ResourceKey(type, parts.ids.next());
  }

  private void holdKeys() {
    List<ResourceKey> all = new ArrayList<>();
    for (EntryRequest request : transaction.requests()) {
      if (request instanceof EntryRequest.Call call) {
        changed(call).ifPresent(all::add);
      }
      target(request)
          .filter(WriteTarget.Known.class::isInstance)
          .ifPresent(target -> all.add(((WriteTarget.Known) target).key()));
    }
    Map<ResourceKey, Decision> decided = new HashMap<>();
    for (Decision decision : decisions) {
      decided.put(decision.key(), decision);
      all.add(decision.key());
    }
    all.sort(KEY_ORDER);
    for (ResourceKey key : all) {
      Optional<ResourceVersion> current = parts.store.readForUpdate(context.tenant(), key);
      Decision decision = decided.get(key);
      if (decision != null) {
        EntryErrors.guard(decision.write().entry(), () -> requireStill(decision, current));
      }
    }
  }

  /** What an operation changes, if it changes a resource. */
  private static Optional<ResourceKey> changed(EntryRequest.Call call) {
    return call.method() == OperationMethod.GET
        ? Optional.empty()
        : call.type()
            .flatMap(
                type -> call.id().filter(ResourceKey::isId).map(id -> new ResourceKey(type, id)));
  }

  /** Between the search and the lock others may have changed what the criteria found. */
  private void requireStill(Decision decision, Optional<ResourceVersion> current) {
    if (decision.found().isEmpty()) {
      if (current.isPresent()) {
        throw new FhirException(
            Category.CONFLICT,
            "conflict",
            "No resource fulfils the criteria, but the id of the given resource is taken by one"
                + " that does not.");
      }
      return;
    }
    boolean same =
        current
            .map(ResourceVersion::version)
            .equals(decision.found().map(ResourceVersion::version));
    if (!same && !parts.matches.fulfils(context, decision.criteria(), decision.key())) {
      throw new FhirException(
          Category.CONFLICT,
          "conflict",
          "Other requests changed the same resource at the same time; try again.");
    }
  }
}
