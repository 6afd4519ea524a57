package org.fhirserver.service.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.service.resource.ConditionalDeleteInteraction;
import org.fhirserver.service.resource.ConditionalPatchInteraction;
import org.fhirserver.service.resource.ConditionalUpdateInteraction;
import org.fhirserver.service.resource.CreateInteraction;
import org.fhirserver.service.resource.DeleteInteraction;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.service.resource.PatchInteraction;
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
  private static final List<String> ORDER =
      List.of("DELETE", "POST", "PUT", "PATCH", "GET", "HEAD");

  @Inject private FhirJson json;

  @Inject private CreateInteraction creates;

  @Inject private UpdateInteraction updates;

  @Inject private DeleteInteraction deletes;

  @Inject private PatchInteraction directPatches;

  @Inject private ConditionalUpdateInteraction conditionalUpdates;

  @Inject private ConditionalPatchInteraction conditionalPatches;

  @Inject private ConditionalDeleteInteraction conditionalDeletes;

  @Inject private EntryPatches patches;

  @Inject private PlainEntries plain;

  /**
   * The answers to the entries, in their order; what fails is told in the entry's outcome.
   *
   * @param body the bytes in which the resources stand
   */
  List<EntryAnswer> process(
      RequestContext context,
      List<BundleEntry> entries,
      byte[] body,
      BundlePreferences preferences) {
    EntryAnswer[] answers = new EntryAnswer[entries.size()];
    for (String method : ORDER) {
      for (BundleEntry entry : entries) {
        if (entry.method().equals(method)) {
          answers[entry.index()] = answer(context, entry, body, preferences);
        }
      }
    }
    for (BundleEntry entry : entries) {
      if (!ORDER.contains(entry.method())) {
        answers[entry.index()] = answer(context, entry, body, preferences);
      }
    }
    return Arrays.asList(answers);
  }

  private EntryAnswer answer(
      RequestContext context, BundleEntry entry, byte[] body, BundlePreferences preferences) {
    try {
      EntryRequest request = EntryRouter.route(entry, context.baseUrl());
      if (request instanceof EntryRequest.Plain plainRequest) {
        return plain.answer(context, plainRequest, body, preferences.lenient());
      }
      if (request instanceof EntryRequest.Delete delete) {
        return EntryAnswer.deleted(delete(context, delete));
      }
      return EntryAnswer.written(
          context, write(context, (EntryRequest.Write) request, body), preferences.returned());
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

  private Outcome write(RequestContext context, EntryRequest.Write write, byte[] body) {
    BundleEntry entry = write.entry();
    if (write instanceof EntryRequest.Patch patch) {
      return patch(context, patch, patches.read(entry, body));
    }
    Element resource = json.readPart(body, entry.offset(), entry.length());
    return write instanceof EntryRequest.Create create
        ? creates.create(context, create.type(), resource, entry.conditions().ifNoneExist())
        : update(context, (EntryRequest.Update) write, resource);
  }

  private Outcome update(RequestContext context, EntryRequest.Update update, Element resource) {
    return update.target() instanceof WriteTarget.Sought sought
        ? conditionalUpdates.update(
            context,
            sought.type(),
            sought.query(),
            resource,
            update.ifMatch(),
            update.keepMetaHistory())
        : updates.update(
            context,
            ((WriteTarget.Known) update.target()).key(),
            resource,
            update.ifMatch(),
            update.keepMetaHistory());
  }

  private Outcome patch(RequestContext context, EntryRequest.Patch request, Patch patch) {
    return request.target() instanceof WriteTarget.Sought sought
        ? conditionalPatches.patch(
            context,
            sought.type(),
            sought.query(),
            patch,
            request.ifMatch(),
            request.keepMetaHistory())
        : directPatches.patch(
            context,
            ((WriteTarget.Known) request.target()).key(),
            patch,
            request.ifMatch(),
            request.keepMetaHistory());
  }

  private List<ResourceVersion> delete(RequestContext context, EntryRequest.Delete delete) {
    return delete.target() instanceof WriteTarget.Sought sought
        ? conditionalDeletes.delete(
            context, sought.type(), sought.query(), delete.most(), delete.hard(), delete.ifMatch())
        : deletes
            .delete(
                context,
                ((WriteTarget.Known) delete.target()).key(),
                delete.ifMatch(),
                delete.hard())
            .stream()
            .toList();
  }
}
