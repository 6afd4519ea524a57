package org.fhirserver.service.everything;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationInputs;
import org.fhirserver.service.operation.OperationSignature;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.SearchParser;
import org.fhirserver.service.view.ViewRequest;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.Comparator;
import org.fhirserver.store.search.DateRange;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.ValueTest;

/**
 * What a call of $everything asks for.
 *
 * @param dates the time of care
 * @param since since when the resources have changed
 * @param types the names of the types to answer; empty means all
 * @param count the size of a page
 * @param after where the page starts; empty for the first one
 * @param view what to see of each resource
 * @param used the parameters that take effect, for the links; without the continuation token
 * @param warnings what was left out, with lenient handling
 */
record EverythingRequest(
    ClinicalDates dates,
    Optional<DateRange> since,
    Optional<Set<String>> types,
    int count,
    Optional<EverythingCursor> after,
    ViewRequest view,
    List<QueryParameter> used,
    List<Issue> warnings) {
  private static final long MICROS = 1000;

  /**
   * Reads a call.
   *
   * @throws FhirException INVALID if something is not understood
   */
  static EverythingRequest of(OperationSignature signature, OperationCall call) {
    List<QueryParameter> view = new ArrayList<>();
    List<QueryParameter> query = new ArrayList<>();
    Optional<EverythingCursor> after = Optional.empty();
    for (QueryParameter parameter : call.query()) {
      if (parameter.name().equals(SearchParser.CONTINUATION)) {
        after = Optional.of(EverythingCursor.decode(parameter.value()));
      } else {
        (ViewRequest.isParameter(parameter.name()) ? view : query).add(parameter);
      }
    }
    OperationInputs inputs = OperationInputs.of(signature, call.withQuery(query));
    List<QueryParameter> used = new ArrayList<>(inputs.used());
    used.addAll(view);
    ViewRequest viewRequest = ViewRequest.of(view);
    if (viewRequest.isCount()) {
      throw FhirException.invalid(
          "The '_summary' parameter takes count for searches and histories only.");
    }
    return new EverythingRequest(
        ClinicalDates.of(inputs.text("start"), inputs.text("end")),
        inputs.text("_since").map(EverythingRequest::since),
        types(inputs.texts("_type")),
        inputs.text("_count").map(EverythingRequest::count).orElse(SearchParser.DEFAULT_COUNT),
        after,
        viewRequest,
        used,
        inputs.warnings());
  }

  private static DateRange since(String text) {
    return DateRange.parse(text)
        .orElseThrow(() -> FhirException.invalid("The parameter '_since' must be an instant."));
  }

  private static Optional<Set<String>> types(List<String> texts) {
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    Set<String> types = new HashSet<>();
    for (String text : texts) {
      for (String name : text.split(",")) {
        types.add(name.strip());
      }
    }
    return Optional.of(types);
  }

  private static int count(String text) {
    boolean isNumber =
        !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber || Integer.parseInt(text) == 0) {
      throw FhirException.invalid("The _count parameter must be a number of resources, 1 or more.");
    }
    return Math.min(Integer.parseInt(text), SearchParser.MAX_COUNT);
  }

  /** Whether resources of that type are asked for. */
  boolean wants(ResourceType type) {
    return types.map(names -> names.contains(type.typeName())).orElse(true);
  }

  /** Whether a resource has changed since the given time. */
  boolean isChanged(ResourceVersion version) {
    return since
        .map(range -> version.lastUpdated().toEpochMilli() * MICROS >= range.low())
        .orElse(true);
  }

  /** Which resources have changed since the given time. */
  Expression changed() {
    return since
        .<Expression>map(
            range -> new Expression.LastUpdated(new ValueTest.Date(Comparator.GE, range)))
        .orElseGet(Expression.All::new);
  }
}
