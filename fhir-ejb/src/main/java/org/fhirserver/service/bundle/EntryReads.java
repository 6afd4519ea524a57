package org.fhirserver.service.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.history.HistoryBundle;
import org.fhirserver.service.history.HistoryScope;
import org.fhirserver.service.resource.ReadInteraction;
import org.fhirserver.service.resource.VreadInteraction;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.service.search.SearchInteraction;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;

/** Answers the GET entries of a transaction or batch. */
@ApplicationScoped
class EntryReads {
  private static final String HISTORY = "_history";

  @Inject private ReadInteraction reads;

  @Inject private VreadInteraction versionReads;

  @Inject private HistoryBundle histories;

  @Inject private SearchInteraction searches;

  /**
   * What the URL of the entry answers.
   *
   * @throws FhirException as the interaction throws it, NOT_FOUND if it leads nowhere
   */
  EntryAnswer answer(RequestContext context, EntryRequest.Get get) {
    List<String> path = get.path();
    ResourceType type = EntryRequest.type(get.entry(), path.get(0));
    if (path.size() == 1) {
      return ok(searches.search(context, type, QueryString.parse(get.query()), false));
    }
    if (path.get(1).startsWith("$") || path.get(1).startsWith("_")) {
      throw EntryRequest.unknownRoute(get.entry());
    }
    ResourceKey key = new ResourceKey(type, path.get(1));
    boolean history = path.size() > 2 && path.get(2).equals(HISTORY);
    if (path.size() == 3 && history) {
      return ok(
          histories.history(
              context, new HistoryScope.Instance(key), QueryString.parse(get.query())));
    }
    if (!get.query().isEmpty()) {
      throw FhirException.invalid("A read in a bundle takes no parameters.");
    }
    if (path.size() == 2) {
      return ok(reads.read(context, key));
    }
    if (path.size() == 4 && history) {
      return ok(versionReads.read(context, key, path.get(3)));
    }
    throw EntryRequest.unknownRoute(get.entry());
  }

  private static EntryAnswer ok(ResourceVersion version) {
    return new EntryAnswer(
        Optional.of(version.body()),
        new EntryResponse("200 OK", Optional.empty(), Optional.of(version), Optional.empty()));
  }

  private static EntryAnswer ok(byte[] bundle) {
    return new EntryAnswer(
        Optional.of(bundle),
        new EntryResponse("200 OK", Optional.empty(), Optional.empty(), Optional.empty()));
  }
}
