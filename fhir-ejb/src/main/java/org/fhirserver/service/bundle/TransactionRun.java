package org.fhirserver.service.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * One attempt at a transaction: what criteria stand for first, then deletes, creates, updates and
 * patches, operations and reads.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Transaction processing rules</a>
 */
final class TransactionRun {
  private final TransactionParts parts;
  private final ReceivedTransaction transaction;
  private final RequestContext context;
  private final TransactionTargets targets;
  private final LocalReferences localReferences = new LocalReferences();
  private final EntryAnswer[] answers;

  /**
   * What an attempt did.
   *
   * @param answers to the entries, in their order
   * @param written the new versions, without their bodies
   */
  record Result(List<EntryAnswer> answers, List<ResourceVersion> written) {}

  TransactionRun(TransactionParts parts, ReceivedTransaction transaction) {
    this.parts = parts;
    this.transaction = transaction;
    this.context = transaction.context();
    this.targets = new TransactionTargets(parts, transaction);
    this.answers = new EntryAnswer[transaction.requests().size()];
  }

  /**
   * Does it all within the transaction of the caller.
   *
   * @throws FhirException naming the entry that failed
   */
  Result run() {
    targets.hold();
    transaction.forEach(EntryRequest.Delete.class, this::delete);
    call(OperationMethod.DELETE);
    transaction.forEach(EntryRequest.Create.class, this::decide);
    transaction.forEach(EntryRequest.Write.class, this::name);
    List<ResourceVersion> written =
        new TransactionWrites(parts, transaction, targets, localReferences, answers).write();
    call(OperationMethod.POST);
    transaction.forEach(EntryRequest.Plain.class, this::answer);
    return new Result(List.of(answers), written);
  }

  private void delete(EntryRequest.Delete delete) {
    List<ResourceVersion> deletions = new ArrayList<>();
    for (ResourceKey key : targets.keys(delete)) {
      parts
          .deletes
          .deleteInTransaction(context, key, delete.ifMatch(), delete.hard())
          .ifPresent(deletions::add);
    }
    answers[delete.entry().index()] = EntryAnswer.deleted(deletions);
  }

  /** Answers a conditional create whose criteria find a resource, now that the deletes are done. */
  private void decide(EntryRequest.Create create) {
    create
        .unless()
        .flatMap(criteria -> targets.existing(create, criteria))
        .ifPresent(
            found ->
                answers[create.entry().index()] =
                    EntryAnswer.written(
                        context,
                        new Outcome(Outcome.Status.UNCHANGED, found),
                        transaction.preferences().returned()));
  }

  /** Notes what the full URL of an entry becomes. */
  private void name(EntryRequest.Write write) {
    Optional<String> fullUrl = write.entry().fullUrl();
    if (fullUrl.isEmpty() || write instanceof EntryRequest.Delete) {
      return;
    }
    if (localReferences.contains(fullUrl.get())) {
      throw FhirException.invalid("Another entry of the bundle has the same fullUrl.");
    }
    ResourceKey key = key(write);
    localReferences.add(fullUrl.get(), key, () -> versionLeft(write, key));
  }

  private ResourceKey key(EntryRequest.Write write) {
    if (write instanceof EntryRequest.Create create) {
      return targets.key(create);
    }
    return write instanceof EntryRequest.Update update
        ? targets.key(update, update.target())
        : targets.key(write, ((EntryRequest.Patch) write).target());
  }

  /** The number of the version that a write leaves: what it has left, or will leave. */
  private int versionLeft(EntryRequest.Write write, ResourceKey key) {
    EntryAnswer answer = answers[write.entry().index()];
    if (answer != null) {
      return answer.response().version().orElseThrow().version();
    }
    if (write instanceof EntryRequest.Create) {
      return 1;
    }
    return parts
            .store
            .read(context.tenant(), key)
            .or(() -> parts.store.readDeletion(context.tenant(), key))
            .map(ResourceVersion::version)
            .orElse(0)
        + 1;
  }

  private void call(OperationMethod method) {
    transaction.forEach(
        EntryRequest.Call.class,
        call -> {
          if (call.method() == method) {
            answer(call);
          }
        });
  }

  private void answer(EntryRequest.Plain request) {
    int index = request.entry().index();
    if (answers[index] == null) {
      answers[index] =
          parts.plain.answer(
              context, request, transaction.body(), transaction.preferences().lenient());
    }
  }
}
