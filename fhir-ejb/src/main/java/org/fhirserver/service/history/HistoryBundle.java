package org.fhirserver.service.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.bundle.BundleWriter;
import org.fhirserver.service.resource.Versions;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;

/**
 * Answers the history of a resource as a Bundle.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
@ApplicationScoped
public class HistoryBundle {
  private static final int DEFAULT_COUNT = 10;
  private static final int MAX_COUNT = 1000;
  private static final String CONTINUATION = "ct";

  @Inject private HistoryInteraction histories;

  @Inject private Versions versions;

  /**
   * A page of the history as the bytes of a Bundle.
   *
   * @param parameters {@code _count}, {@code _summary=count} and the continuation token
   * @throws FhirException INVALID if a parameter is not understood, NOT_FOUND, FORBIDDEN
   */
  public byte[] history(
      RequestContext context, HistoryScope scope, List<QueryParameter> parameters) {
    if (!(scope instanceof HistoryScope.Instance instance)) {
      throw new FhirException(
          FhirException.Category.NOT_FOUND, "not-found", "The requested route was not found.");
    }
    ResourceKey key = instance.key();
    int count = DEFAULT_COUNT;
    Optional<Integer> below = Optional.empty();
    for (QueryParameter parameter : parameters) {
      switch (parameter.name()) {
        case "_count" -> count = Math.min(MAX_COUNT, number(parameter, 0));
        case "_summary" -> count = requireCount(parameter);
        case CONTINUATION -> below = Optional.of(number(parameter, 1));
        default ->
            throw new FhirException(
                FhirException.Category.INVALID,
                "not-supported",
                "The parameter '" + parameter.name() + "' is not supported for history.");
      }
    }
    HistoryInteraction.Page page = histories.history(context, key, below, count);
    String url = context.baseUrl() + "/" + key + "/_history";
    BundleWriter bundle =
        new BundleWriter("history", context.requestId(), versions.now(), Optional.of(page.total()));
    bundle.link("self", parameters.isEmpty() ? url : url + "?" + QueryString.of(parameters));
    int size = count;
    page.nextBelow()
        .ifPresent(
            next -> bundle.link("next", url + "?_count=" + size + "&" + CONTINUATION + "=" + next));
    page.versions().forEach(version -> bundle.version(context.baseUrl(), version));
    return bundle.toBytes();
  }

  /** No page at all: {@code _summary=count} asks for the total alone. */
  private static int requireCount(QueryParameter summary) {
    if (!summary.value().equals("count")) {
      throw FhirException.invalid("The parameter _summary of a history can only be 'count'.");
    }
    return 0;
  }

  private static int number(QueryParameter parameter, int least) {
    String value = parameter.value();
    if (!value.isEmpty()
        && value.length() < 10
        && value.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(value) >= least) {
      return Integer.parseInt(value);
    }
    throw FhirException.invalid(
        parameter.name().equals(CONTINUATION)
            ? "The continuation token is invalid."
            : "The _count parameter must be a number of versions, 0 or more.");
  }
}
