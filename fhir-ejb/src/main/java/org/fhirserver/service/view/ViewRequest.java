package org.fhirserver.service.view;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.store.FhirException;

/**
 * What a request wants to see of each resource.
 *
 * @param summary the value of _summary
 * @param elements the names in _elements; empty means all
 * @see <a href="https://hl7.org/fhir/R4/search.html#summary">Summary</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#elements">Elements</a>
 */
public record ViewRequest(Summary summary, Set<String> elements) {
  /** The parameter that asks for a summary. */
  public static final String SUMMARY = "_summary";

  /** The parameter that lists elements. */
  public static final String ELEMENTS = "_elements";

  /** The whole resource. */
  public static final ViewRequest WHOLE = new ViewRequest(Summary.FALSE, Set.of());

  /** Checks that there are not both. */
  public ViewRequest {
    elements = Set.copyOf(elements);
    if (!elements.isEmpty() && summary != Summary.FALSE) {
      throw FhirException.invalid(
          "The '_elements' parameter is supported only when '_summary' is 'false' or absent.");
    }
  }

  /** Whether a parameter of that name says what to see of each resource. */
  public static boolean isParameter(String name) {
    return name.equals(SUMMARY) || name.equals(ELEMENTS);
  }

  /**
   * What these parameters ask for; the other ones among them do not count.
   *
   * @throws FhirException INVALID if a value is not understood or both parameters are given
   */
  public static ViewRequest of(List<QueryParameter> parameters) {
    ViewRequest view = WHOLE;
    for (QueryParameter parameter : parameters) {
      if (isParameter(parameter.name())) {
        view = view.with(parameter);
      }
    }
    return view;
  }

  /**
   * The same with one more parameter, which must be one of the two.
   *
   * @throws FhirException INVALID if its value is not understood or there are both then
   */
  public ViewRequest with(QueryParameter parameter) {
    return parameter.name().equals(SUMMARY)
        ? new ViewRequest(summary(parameter.value()), elements)
        : new ViewRequest(summary, together(elements, names(parameter.value())));
  }

  /** Whether no resource at all is wanted, only how many there are. */
  public boolean isCount() {
    return summary == Summary.COUNT;
  }

  private static Summary summary(String value) {
    return Summary.ofCode(value)
        .orElseThrow(
            () ->
                FhirException.invalid(
                    "The '_summary' parameter takes true, text, data, count or false."));
  }

  private static Set<String> names(String value) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : value.split(",")) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    if (names.isEmpty()) {
      throw FhirException.invalid("The '_elements' parameter takes the names of elements.");
    }
    return names;
  }

  private static Set<String> together(Set<String> some, Set<String> more) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return all;
  }
}
