package org.fhirserver.service.everything;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.bundle.BundleWriter;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.service.search.SearchParser;
import org.fhirserver.service.view.ResourceView;
import org.fhirserver.service.view.ResourceViews;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceVersion;

/** Writes a page of what belongs to a patient. */
@ApplicationScoped
class EverythingBundle {

  @Inject private ResourceViews views;

  @Inject private Clock clock;

  /** The bytes of the Bundle. */
  byte[] write(
      RequestContext context,
      ResourceKey patient,
      EverythingRequest request,
      List<Issue> warnings,
      PatientRecord.Page page) {
    BundleWriter bundle =
        new BundleWriter("searchset", context.requestId(), clock.instant(), Optional.empty());
    String url = context.baseUrl() + "/" + patient + "/$everything";
    bundle.link("self", link(url, request, request.after()));
    page.next().ifPresent(next -> bundle.link("next", link(url, request, Optional.of(next))));
    if (!warnings.isEmpty()) {
      bundle.outcome(OperationOutcomeJson.write(warnings));
    }
    ResourceView view = views.of(request.view());
    for (ResourceVersion found : page.found()) {
      bundle.match(context.baseUrl() + "/" + found.key(), view.apply(found.body()));
    }
    for (ResourceVersion support : page.support()) {
      bundle.include(context.baseUrl() + "/" + support.key(), view.apply(support.body()));
    }
    return bundle.toBytes();
  }

  private static String link(
      String url, EverythingRequest request, Optional<EverythingCursor> after) {
    List<QueryParameter> parameters = new ArrayList<>(request.used());
    after.ifPresent(
        cursor -> parameters.add(new QueryParameter(SearchParser.CONTINUATION, cursor.encode())));
    return parameters.isEmpty() ? url : url + "?" + QueryString.of(parameters);
  }
}
