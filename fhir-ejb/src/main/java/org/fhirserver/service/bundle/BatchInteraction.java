package org.fhirserver.service.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.resource.CreateInteraction;
import org.fhirserver.service.resource.DeleteInteraction;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.service.resource.UpdateInteraction;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Does what each entry of a Bundle asks for, one independent of another.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">batch</a>
 */
@ApplicationScoped
class BatchInteraction {
  private static final System.Logger LOG = System.getLogger(BatchInteraction.class.getName());
  private static final List<String> ORDER = List.of("DELETE", "POST", "PUT", "GET");

  @Inject private FhirJson json;

  @Inject private CreateInteraction creates;

  @Inject private UpdateInteraction updates;

  @Inject private DeleteInteraction deletes;

  @Inject private EntryReads reads;

  /**
   * The answers to the entries, in their order; what fails is told in the entry's outcome.
   *
   * @param body the bytes in which the resources stand
   * @param minimal whether created and updated resources are left out of the answers
   */
  List<EntryAnswer> process(
      RequestContext context, List<BundleEntry> entries, byte[] body, boolean minimal) {
    EntryAnswer[] answers = new EntryAnswer[entries.size()];
    for (String method : ORDER) {
      for (BundleEntry entry : entries) {
        if (entry.method().equals(method)) {
          answers[entry.index()] = answer(context, entry, body, minimal);
        }
      }
    }
    for (BundleEntry entry : entries) {
      if (!ORDER.contains(entry.method())) {
        answers[entry.index()] = answer(context, entry, body, minimal);
      }
    }
    return Arrays.asList(answers);
  }

  private EntryAnswer answer(
      RequestContext context, BundleEntry entry, byte[] body, boolean minimal) {
    try {
      return answer(context, EntryRequest.of(entry, context.baseUrl()), body, minimal);
    } catch (FhirException failure) {
      return EntryErrors.ofBatch(entry, failure);
    } catch (RuntimeException fault) {
      LOG.log(
          System.Logger.Level.ERROR,
          "Entry " + entry.index() + " of the batch of request " + context.requestId(),
          fault);
      return EntryErrors.ofBatch(
          entry,
          new FhirException(
              FhirException.Category.INTERNAL,
              "exception",
              "The server failed on this entry; its log tells more under the request id."));
    }
  }

  private EntryAnswer answer(
      RequestContext context, EntryRequest request, byte[] body, boolean minimal) {
    BundleEntry entry = request.entry();
    if (request instanceof EntryRequest.Create create) {
      Element resource = json.readPart(body, entry.offset(), entry.length());
      Outcome outcome = creates.create(context, create.type(), resource, entry.ifNoneExist());
      return WriteAnswers.of(context, outcome, minimal);
    }
    if (request instanceof EntryRequest.Update update) {
      Element resource = json.readPart(body, entry.offset(), entry.length());
      return WriteAnswers.of(
          context,
          updates.update(context, update.key(), resource, update.ifMatch(), true),
          minimal);
    }
    if (request instanceof EntryRequest.Delete delete) {
      Optional<ResourceVersion> deletion =
          deletes.delete(context, delete.key(), delete.ifMatch(), false);
      return new EntryAnswer(
          Optional.empty(),
          new EntryResponse("204 No Content", Optional.empty(), deletion, Optional.empty()));
    }
    return reads.answer(context, (EntryRequest.Get) request);
  }
}
