package org.fhirserver.service.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.bundle.BundleWriter;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.service.search.SearchRequest.Total;
import org.fhirserver.service.view.ResourceView;
import org.fhirserver.service.view.ResourceViews;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.database.Tracing;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.PageCursor;
import org.fhirserver.store.search.ResourceQuery;
import org.fhirserver.store.search.SearchStore;
import org.fhirserver.store.search.TypeQuery;

/**
 * Searches resources: of all types, of one, or of a compartment.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#search">search</a>
 */
@ApplicationScoped
public class SearchInteraction {

  @Inject private TypeSelection selection;

  @Inject private SearchContexts contexts;

  @Inject private LinkLimit linkLimit;

  @Inject private SearchStore store;

  @Inject private PageIncludes includes;

  @Inject private ResourceViews views;

  @Inject private Tracing tracing;

  @Inject private Clock clock;

  /**
   * A page of a search as the bytes of a searchset Bundle.
   *
   * @param lenient whether what is not understood is a warning
   * @throws FhirException INVALID if something is not understood, NOT_FOUND if the scope is a
   *     compartment that does not exist, FORBIDDEN
   */
  public byte[] search(
      RequestContext context, SearchScope scope, List<QueryParameter> parameters, boolean lenient) {
    SearchContext search = contexts.of(context);
    SearchedTypes searched = selection.select(search.searchable(), scope, parameters, lenient);
    SearchParser parser =
        new SearchParser(search, searched.types(), scope.hasSeveralTypes(), lenient);
    SearchRequest request = tracing.step("parse", () -> parser.parse(searched.others()));
    List<TypeQuery> types = searched.restrict(request.types());
    note(types);
    SearchStore.Page page = page(context, request, types);
    PageIncludes.Included included =
        tracing.step(
            "include",
            () ->
                includes.of(
                    context.tenant(), search.searchable(), request.includes(), page.found()));
    List<Issue> warnings = new ArrayList<>(searched.warnings());
    warnings.addAll(request.warnings());
    warnings.addAll(included.warnings());
    BundleWriter bundle =
        new BundleWriter(
            "searchset",
            context.requestId(),
            clock.instant(),
            total(context, request, types, page));
    List<QueryParameter> used = new ArrayList<>(searched.conditions());
    used.addAll(request.used());
    Map<String, String> links = links(context.baseUrl() + scope.path(), used, request, page);
    links.forEach(bundle::link);
    linkLimit.warning(links.values(), context.baseUrl()).ifPresent(warnings::add);
    if (!warnings.isEmpty()) {
      bundle.outcome(OperationOutcomeJson.write(warnings));
    }
    addResources(bundle, context.baseUrl(), views.of(request.view()), page, included);
    return bundle.toBytes();
  }

  private void note(List<TypeQuery> types) {
    for (TypeQuery query : types) {
      tracing.note("expression", query.type(), query.filter());
      tracing.note("order", query.type(), query.sort());
    }
  }

  private SearchStore.Page page(
      RequestContext context, SearchRequest request, List<TypeQuery> types) {
    if (request.count() == 0) {
      return new SearchStore.Page(List.of(), Optional.empty(), Optional.empty());
    }
    ResourceQuery query =
        new ResourceQuery(
            context.tenant(), types, request.order(), request.after(), request.count());
    return tracing.step("search", () -> store.search(query));
  }

  private Optional<Long> total(
      RequestContext context, SearchRequest request, List<TypeQuery> types, SearchStore.Page page) {
    if (request.count() == 0) {
      return Optional.of(count(context, types));
    }
    if (request.total() == Total.NONE) {
      return Optional.empty();
    }
    if (request.after().isEmpty() && page.next().isEmpty()) {
      return Optional.of((long) page.found().size());
    }
    return request.total() == Total.ACCURATE
        ? Optional.of(count(context, types))
        : Optional.empty();
  }

  private long count(RequestContext context, List<TypeQuery> types) {
    return tracing.step("count", () -> store.count(context.tenant(), types));
  }

  private static void addResources(
      BundleWriter bundle,
      String baseUrl,
      ResourceView view,
      SearchStore.Page page,
      PageIncludes.Included included) {
    for (ResourceVersion resource : page.resources()) {
      bundle.match(baseUrl + "/" + resource.key(), view.apply(resource.body()));
    }
    for (ResourceVersion resource : included.resources()) {
      bundle.include(baseUrl + "/" + resource.key(), view.apply(resource.body()));
    }
  }

  private static Map<String, String> links(
      String url, List<QueryParameter> used, SearchRequest request, SearchStore.Page page) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put("self", link(url, used, request.after()));
    if (page.previous().isPresent() || page.next().isPresent()) {
      links.put("first", link(url, used, Optional.empty()));
    }
    page.previous().ifPresent(cursor -> links.put("previous", link(url, used, page.previous())));
    page.next().ifPresent(cursor -> links.put("next", link(url, used, page.next())));
    return links;
  }

  private static String link(String url, List<QueryParameter> used, Optional<PageCursor> cursor) {
    List<QueryParameter> parameters = new ArrayList<>(used);
    cursor.ifPresent(
        start -> parameters.add(new QueryParameter(SearchParser.CONTINUATION, start.encode())));
    return parameters.isEmpty() ? url : url + "?" + QueryString.of(parameters);
  }
}
