package org.fhirserver.service.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.history.HistoryBundle;
import org.fhirserver.service.metadata.CapabilitiesInteraction;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.Operations;
import org.fhirserver.service.resource.ReadInteraction;
import org.fhirserver.service.resource.VreadInteraction;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.service.search.SearchInteraction;
import org.fhirserver.service.view.ResourceViews;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Answers the entries that are the same in a transaction as in a batch: reads, histories, searches,
 * operations and what the server can do.
 */
@ApplicationScoped
class PlainEntries {
  private static final String FORM = "application/x-www-form-urlencoded";

  @Inject private FhirJson json;

  @Inject private ReadInteraction reads;

  @Inject private VreadInteraction versionReads;

  @Inject private ResourceViews views;

  @Inject private HistoryBundle histories;

  @Inject private SearchInteraction searches;

  @Inject private Operations operations;

  @Inject private CapabilitiesInteraction capabilities;

  /**
   * What the interaction answers.
   *
   * @param body the bytes in which the resources stand
   * @param lenient whether parameters that are not understood are left out with a warning
   * @throws FhirException as the interaction throws it
   */
  EntryAnswer answer(
      RequestContext context, EntryRequest.Plain request, byte[] body, boolean lenient) {
    EntryAnswer answer;
    if (request instanceof EntryRequest.Read read) {
      answer = read(context, read);
    } else if (request instanceof EntryRequest.History history) {
      answer = document(histories.history(context, history.scope(), history.parameters()));
    } else if (request instanceof EntryRequest.Search search) {
      answer =
          document(searches.search(context, search.scope(), parameters(search, body), lenient));
    } else if (request instanceof EntryRequest.Capabilities statement) {
      answer =
          document(
              views
                  .of(statement.view())
                  .apply(capabilities.statement(context.tenant(), context.baseUrl())));
    } else {
      answer = call(context, (EntryRequest.Call) request, body, lenient);
    }
    return request.entry().isHead() ? answer.head() : answer;
  }

  private EntryAnswer read(RequestContext context, EntryRequest.Read read) {
    ResourceVersion version =
        read.version()
            .map(id -> versionReads.read(context, read.key(), id))
            .orElseGet(() -> reads.read(context, read.key()));
    if (read.conditions().isUnchanged(version)) {
      return EntryAnswer.notModified(version);
    }
    return EntryAnswer.found(version, views.of(read.view()).apply(version.body()));
  }

  private static EntryAnswer document(byte[] resource) {
    return EntryAnswer.of(200, Optional.of(resource));
  }

  /** The parameters of the URL and, as with a form, those of the entry's resource. */
  private List<QueryParameter> parameters(EntryRequest.Search search, byte[] body) {
    BundleEntry entry = search.entry();
    if (!entry.method().equals("POST") || !entry.hasResource()) {
      return search.parameters();
    }
    BinaryContent form =
        BinaryContent.of(json.readPart(body, entry.offset(), entry.length()))
            .filter(content -> content.mediaType().equals(FORM))
            .orElseThrow(
                () ->
                    new FhirException(
                        Category.UNSUPPORTED_MEDIA_TYPE,
                        "not-supported",
                        "A search in a bundle takes its form as a Binary with the contentType '"
                            + FORM
                            + "'."));
    List<QueryParameter> parameters = new ArrayList<>(search.parameters());
    parameters.addAll(QueryString.parse(new String(form.data(), StandardCharsets.UTF_8)));
    return parameters;
  }

  private EntryAnswer call(
      RequestContext context, EntryRequest.Call call, byte[] body, boolean lenient) {
    BundleEntry entry = call.entry();
    Optional<Element> input =
        entry.hasResource()
            ? Optional.of(json.readPart(body, entry.offset(), entry.length()))
            : Optional.empty();
    OperationAnswer answer =
        operations.call(
            context,
            call.code(),
            new OperationCall(
                call.method(),
                call.type(),
                call.id(),
                call.version(),
                call.parameters(),
                input,
                lenient));
    return EntryAnswer.of(answer.status(), answer.body());
  }
}
