package org.fhirserver.service.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.bundle.BundleWriter;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.service.search.SearchRequest.Total;
import org.fhirserver.service.view.ResourceView;
import org.fhirserver.service.view.ResourceViews;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.PageCursor;
import org.fhirserver.store.search.ResourceQuery;
import org.fhirserver.store.search.SearchParameters;
import org.fhirserver.store.search.SearchStore;

/**
 * Searches the resources of one type.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#search">search</a>
 */
@ApplicationScoped
public class SearchInteraction {

  @Inject private AccessPolicy access;

  @Inject private SearchParameters searchParameters;

  @Inject private SearchStore store;

  @Inject private ResourceViews views;

  @Inject private Clock clock;

  /**
   * A page of a search as the bytes of a searchset Bundle.
   *
   * @param lenient whether what is not understood is a warning
   * @throws FhirException INVALID if something is not understood, FORBIDDEN
   */
  public byte[] search(
      RequestContext context, ResourceType type, List<QueryParameter> parameters, boolean lenient) {
    SearchableTypes searchable = new SearchableTypes(access, context.caller());
    Expression restriction = searchable.require(type);
    SearchRequest request =
        new SearchParser(
                searchParameters.of(context.tenant()),
                searchable,
                type,
                lenient,
                clock.instant(),
                context.baseUrl())
            .parse(parameters);
    Expression filter = Expression.and(List.of(request.filter(), restriction));
    if (request.count() == 0) {
      return bundle(
          context,
          request,
          Optional.of(store.count(context.tenant(), type, filter)),
          List.of(),
          Optional.empty());
    }
    SearchStore.Page page =
        store.search(
            new ResourceQuery(
                context.tenant(), type, filter, request.sort(), request.after(), request.count()));
    return bundle(
        context, request, total(context, request, filter, page), page.resources(), page.next());
  }

  private Optional<Long> total(
      RequestContext context, SearchRequest request, Expression filter, SearchStore.Page page) {
    boolean whole = request.after().isEmpty() && page.next().isEmpty();
    if (request.total() == Total.NONE) {
      return Optional.empty();
    }
    if (whole) {
      return Optional.of((long) page.resources().size());
    }
    return request.total() == Total.ACCURATE
        ? Optional.of(store.count(context.tenant(), request.type(), filter))
        : Optional.empty();
  }

  private byte[] bundle(
      RequestContext context,
      SearchRequest request,
      Optional<Long> total,
      List<ResourceVersion> resources,
      Optional<PageCursor> next) {
    String url = context.baseUrl() + "/" + request.type();
    BundleWriter bundle =
        new BundleWriter("searchset", context.requestId(), clock.instant(), total);
    bundle.link("self", link(url, request.used(), request.after().map(PageCursor::encode)));
    next.ifPresent(
        cursor -> bundle.link("next", link(url, request.used(), Optional.of(cursor.encode()))));
    if (!request.warnings().isEmpty()) {
      bundle.outcome(OperationOutcomeJson.write(request.warnings()));
    }
    ResourceView view = views.of(request.view());
    for (ResourceVersion resource : resources) {
      bundle.match(context.baseUrl() + "/" + resource.key(), view.apply(resource.body()));
    }
    return bundle.toBytes();
  }

  private static String link(String url, List<QueryParameter> used, Optional<String> continuation) {
    List<QueryParameter> parameters = new ArrayList<>(used);
    continuation.ifPresent(
        text -> parameters.add(new QueryParameter(SearchParser.CONTINUATION, text)));
    return parameters.isEmpty() ? url : url + "?" + QueryString.of(parameters);
  }
}
