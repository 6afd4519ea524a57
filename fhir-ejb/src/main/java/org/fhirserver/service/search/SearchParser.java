package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.search.SearchRequest.Total;
import org.fhirserver.service.view.Summary;
import org.fhirserver.service.view.ViewRequest;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.Include;
import org.fhirserver.store.search.PageCursor;
import org.fhirserver.store.search.PageOrder;
import org.fhirserver.store.search.SortKey;
import org.fhirserver.store.search.TypeQuery;
import org.fhirserver.store.search.UnavailableParameterException;

/**
 * Reads the parameters of a search. Nothing is ignored silently: what is not understood is an
 * error, or with lenient handling a warning.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#errors">Handling errors</a>
 */
public final class SearchParser {
  /** The page size if none is asked for. */
  public static final int DEFAULT_COUNT = 10;

  /** The largest page; more is answered with this many and a warning. */
  public static final int MAX_COUNT = 1000;

  /** The name of the continuation token in links. */
  public static final String CONTINUATION = "ct";

  private static final Set<String> RESULT_PARAMETERS =
      Set.of("_count", "_total", ViewRequest.SUMMARY, SortParser.NAME, CONTINUATION);

  private final boolean byType;
  private final boolean lenient;
  private final Map<ResourceType, FilterParser> filters = new EnumMap<>(ResourceType.class);
  private final IncludeParser includeParser;
  private final SortParser sortParser;

  private final Map<ResourceType, List<Expression>> conditions = new EnumMap<>(ResourceType.class);
  private final List<Issue> errors = new ArrayList<>();
  private final List<Issue> warnings = new ArrayList<>();
  private final Set<QueryParameter> used = new LinkedHashSet<>();
  private final Map<QueryParameter, Include> includes = new LinkedHashMap<>();
  private final Map<String, String> resultParameters = new HashMap<>();
  private final Map<ResourceType, List<SortKey>> sort = new EnumMap<>(ResourceType.class);
  private int count = DEFAULT_COUNT;
  private ViewRequest view = ViewRequest.WHOLE;
  private Total total = Total.DEFAULT;
  private Optional<String> continuation = Optional.empty();

  /**
   * A parser for one request for the resources of one type.
   *
   * @param lenient whether the request says {@code Prefer: handling=lenient}
   */
  public SearchParser(SearchContext context, ResourceType type, boolean lenient) {
    this(context, List.of(type), false, lenient);
  }

  /**
   * A parser for one request.
   *
   * @param types the types that are searched; each must have every parameter
   * @param byType whether their results come type by type if no other order is asked for
   * @param lenient whether the request says {@code Prefer: handling=lenient}
   */
  SearchParser(SearchContext context, List<ResourceType> types, boolean byType, boolean lenient) {
    this.byType = byType;
    this.lenient = lenient;
    ValueParser values = new ValueParser(context.now(), context.baseUrl());
    Modifiers modifiers = new Modifiers(values);
    for (ResourceType type : types) {
      filters.put(type, new FilterParser(context, type, values, modifiers));
      sort.put(type, List.of());
    }
    this.includeParser = new IncludeParser(context.registry(), filters.keySet());
    this.sortParser = new SortParser(context.registry(), filters.keySet());
  }

  /**
   * The search that the parameters ask for.
   *
   * @throws FhirException INVALID with one issue for each parameter that is not understood,
   *     FORBIDDEN if a parameter leads through a type that the caller may not search
   */
  public SearchRequest parse(List<QueryParameter> parameters) {
    for (QueryParameter parameter : parameters) {
      if (!parameter.value().isEmpty() || ViewRequest.isParameter(parameter.name())) {
        read(parameter);
      }
    }
    refuseIncludesOfText();
    if (!errors.isEmpty()) {
      throw new FhirException(FhirException.Category.INVALID, errors);
    }
    PageOrder order = order();
    return new SearchRequest(
        filters.keySet().stream()
            .map(
                type ->
                    new TypeQuery(
                        type, Expression.and(listOf(conditions, type)), listOf(sort, type)))
            .toList(),
        order,
        view.isCount() ? 0 : count,
        continuation.map(text -> PageCursor.decode(text, order)),
        total,
        List.copyOf(includes.values()),
        view,
        List.copyOf(warnings),
        List.copyOf(used));
  }

  private static <T> List<T> listOf(Map<ResourceType, List<T>> lists, ResourceType type) {
    return lists.getOrDefault(type, List.of());
  }

  /** Sort keys are of the same kinds for all types. */
  private PageOrder order() {
    List<SortKey> keys = sort.values().stream().findFirst().orElse(List.of());
    return keys.isEmpty() && byType ? PageOrder.BY_TYPE : PageOrder.of(keys);
  }

  private void read(QueryParameter parameter) {
    try {
      if (RESULT_PARAMETERS.contains(parameter.name())) {
        requireSingle(parameter);
      }
      switch (parameter.name()) {
        case "_count" -> readCount(parameter.value());
        case "_total" -> readTotal(parameter.value());
        case ViewRequest.SUMMARY, ViewRequest.ELEMENTS -> view = view.with(parameter);
        case SortParser.NAME -> sort.putAll(sortParser.parse(parameter.value()));
        case "_contained" -> requireNotContained(parameter.value());
        case CONTINUATION -> {
          continuation = Optional.of(parameter.value());
          return;
        }
        default -> {
          if (IncludeParser.isInclude(parameter.name())) {
            readInclude(parameter);
          } else {
            readCondition(parameter);
          }
        }
      }
      used.add(parameter);
    } catch (FhirException failure) {
      fail(failure);
    }
  }

  private void fail(FhirException failure) {
    if (failure.category() != FhirException.Category.INVALID) {
      throw failure;
    }
    if (!lenient || failure instanceof UnavailableParameterException) {
      errors.addAll(failure.issues());
      return;
    }
    for (Issue issue : failure.issues()) {
      warnings.add(new Issue("warning", issue.code(), issue.diagnostics(), issue.expression()));
    }
  }

  private void readInclude(QueryParameter parameter) {
    Include include = includeParser.parse(parameter);
    if (includes.size() == IncludeParser.MOST_INCLUDES && !includes.containsKey(parameter)) {
      throw FhirException.invalid(
          "A search takes at most "
              + IncludeParser.MOST_INCLUDES
              + " parameters _include and _revinclude.");
    }
    includes.put(parameter, include);
    includeParser.warning(parameter, include).ifPresent(warnings::add);
  }

  /** Of a resource's text one cannot tell what it refers to; the specification forbids both. */
  private void refuseIncludesOfText() {
    if (view.summary() == Summary.TEXT && !includes.isEmpty()) {
      used.removeAll(includes.keySet());
      includes.clear();
      fail(
          FhirException.invalid(
              "The parameters _include and _revinclude cannot stand with _summary=text."));
    }
  }

  /** The condition for each type, if all of them have it. */
  private void readCondition(QueryParameter parameter) {
    Map<ResourceType, Expression> parsed = new EnumMap<>(ResourceType.class);
    filters.forEach((type, filter) -> parsed.put(type, filter.parse(parameter)));
    parsed.forEach(
        (type, condition) ->
            conditions.computeIfAbsent(type, key -> new ArrayList<>()).add(condition));
  }

  /** These say how the result looks, so they cannot hold together as conditions do. */
  private void requireSingle(QueryParameter parameter) {
    String first = resultParameters.putIfAbsent(parameter.name(), parameter.value());
    if (first != null && !first.equals(parameter.value())) {
      throw FhirException.invalid(
          "The " + parameter.name() + " parameter stands twice with different values.");
    }
  }

  private static void requireNotContained(String value) {
    switch (value) {
      case "false" -> {
        // What is found otherwise.
      }
      case "true", "both" ->
          throw new FhirException(
              FhirException.Category.INVALID,
              "not-supported",
              "Searching for contained resources is not supported: _contained takes false.");
      default -> throw FhirException.invalid("The _contained parameter takes true, false or both.");
    }
  }

  private void readCount(String value) {
    boolean number = value.length() <= 10 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      throw FhirException.invalid("The _count parameter must be a number of resources, 0 or more.");
    }
    long asked = Long.parseLong(value);
    if (asked > MAX_COUNT) {
      warnings.add(
          Issue.warning(
              "informational",
              "The _count parameter exceeds the limit of this server: pages hold at most "
                  + MAX_COUNT
                  + " resources."));
    }
    count = (int) Math.min(asked, MAX_COUNT);
  }

  private void readTotal(String value) {
    total =
        switch (value) {
          case "none" -> Total.NONE;
          case "accurate", "estimate" -> Total.ACCURATE;
          default ->
              throw FhirException.invalid("The _total parameter takes none, estimate or accurate.");
        };
  }
}
