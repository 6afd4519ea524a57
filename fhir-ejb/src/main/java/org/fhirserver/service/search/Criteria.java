package org.fhirserver.service.search;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceType;

/**
 * The criteria of a conditional interaction. However they are written, criteria that ask for the
 * same are equal: decoded, in one order, each once, without what only says how a search result
 * looks.
 *
 * @param type which resources
 * @param parameters what they must fulfil
 * @see <a href="https://hl7.org/fhir/R4/http.html#cond-update">Conditional update</a>
 */
public record Criteria(ResourceType type, List<QueryParameter> parameters) {
  private static final Set<String> RESULT_PARAMETERS =
      Set.of(
          "_count",
          "_total",
          "_summary",
          "_elements",
          "_sort",
          "_format",
          "_pretty",
          SearchParser.CONTINUATION);

  /**
   * The criteria that a query stands for. Clients also send the whole search URL of the type.
   *
   * @throws FhirException INVALID if it is malformed or asks for more than resources of the type
   */
  public static Criteria of(ResourceType type, String query) {
    int mark = query.indexOf('?');
    int equals = query.indexOf('=');
    if (mark < 0 || equals >= 0 && equals < mark) {
      return of(type, QueryString.parse(query));
    }
    if (!query.substring(query.lastIndexOf('/', mark) + 1, mark).equals(type.typeName())) {
      throw FhirException.invalid("The criteria must be a search of the type " + type + ".");
    }
    return of(type, QueryString.parse(query.substring(mark + 1)));
  }

  /**
   * The criteria that the parameters of a query stand for.
   *
   * @throws FhirException INVALID if they ask for more than resources of the type
   */
  public static Criteria of(ResourceType type, List<QueryParameter> parameters) {
    parameters.forEach(Criteria::refuseInclude);
    return new Criteria(
        type,
        parameters.stream()
            .filter(parameter -> !parameter.value().isEmpty())
            .filter(parameter -> !RESULT_PARAMETERS.contains(parameter.name()))
            .distinct()
            .sorted(Comparator.comparing(QueryParameter::name).thenComparing(QueryParameter::value))
            .toList());
  }

  /**
   * Refuses criteria that every resource of the type fulfils.
   *
   * @throws FhirException of that category if there is no parameter left
   */
  public void requireSelective(Category category) {
    if (parameters.isEmpty()) {
      throw notSelective(category);
    }
  }

  FhirException notSelective(Category category) {
    return new FhirException(
        category,
        "invalid",
        "Conditional operation on "
            + type
            + " was not attempted because search criteria was not selective enough.");
  }

  private static void refuseInclude(QueryParameter parameter) {
    if (IncludeParser.isInclude(parameter.name())) {
      throw new FhirException(
          Category.INVALID,
          "not-supported",
          "The parameter '"
              + parameter.name()
              + "' is not supported in a conditional interaction.");
    }
  }

  /** The search URL, {@code Patient?identifier=17}: what is locked while criteria decide. */
  @Override
  public String toString() {
    return type + "?" + QueryString.of(parameters);
  }
}
