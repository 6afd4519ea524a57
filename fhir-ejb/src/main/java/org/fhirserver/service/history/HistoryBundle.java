package org.fhirserver.service.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.bundle.BundleWriter;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.service.resource.Versions;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.service.view.ResourceView;
import org.fhirserver.service.view.ResourceViews;
import org.fhirserver.store.FhirException;

/**
 * Answers a history as a Bundle.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
@ApplicationScoped
public class HistoryBundle {

  @Inject private HistoryInteraction histories;

  @Inject private ResourceViews views;

  @Inject private Versions versions;

  /**
   * A page of a history as the bytes of a Bundle.
   *
   * @throws FhirException INVALID if a parameter is not understood, NOT_FOUND if the resource never
   *     existed, FORBIDDEN
   */
  public byte[] history(
      RequestContext context, HistoryScope scope, List<QueryParameter> parameters) {
    return history(context, scope, parameters, false);
  }

  /**
   * A page of a history as the bytes of a Bundle.
   *
   * @param lenient whether what is not understood is a warning
   * @throws FhirException INVALID if a parameter is not understood, NOT_FOUND if the resource never
   *     existed, FORBIDDEN
   */
  public byte[] history(
      RequestContext context,
      HistoryScope scope,
      List<QueryParameter> parameters,
      boolean lenient) {
    HistoryRequest request = new HistoryParser(lenient).parse(parameters);
    HistoryInteraction.Page page = histories.page(context, scope, request);
    String url = context.baseUrl() + "/" + path(scope);
    BundleWriter bundle =
        new BundleWriter("history", context.requestId(), versions.now(), page.total());
    String self = link(url, request, request.cursor());
    bundle.link("self", self);
    if (page.previous().isPresent() || page.next().isPresent()) {
      bundle.link("first", link(url, request, Optional.empty()));
    }
    page.previous()
        .ifPresent(cursor -> bundle.link("previous", link(url, request, page.previous())));
    page.next().ifPresent(cursor -> bundle.link("next", link(url, request, page.next())));
    if (!request.warnings().isEmpty()) {
      bundle.warning(self, OperationOutcomeJson.write(request.warnings()));
    }
    ResourceView view = views.of(request.view());
    page.entries().forEach(entry -> bundle.version(context.baseUrl(), entry.version(), view));
    return bundle.toBytes();
  }

  private static String path(HistoryScope scope) {
    if (scope instanceof HistoryScope.Instance instance) {
      return instance.key() + "/_history";
    }
    return scope instanceof HistoryScope.Type type ? type.type() + "/_history" : "_history";
  }

  private static String link(String url, HistoryRequest request, Optional<HistoryCursor> cursor) {
    List<QueryParameter> parameters = new ArrayList<>(request.used());
    cursor.ifPresent(
        place -> parameters.add(new QueryParameter(HistoryParser.CONTINUATION, place.encode())));
    return parameters.isEmpty() ? url : url + "?" + QueryString.of(parameters);
  }
}
