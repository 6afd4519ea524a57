package org.fhirserver.service.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.view.ViewRequest;
import org.fhirserver.store.Issue;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.Include;
import org.fhirserver.store.search.PageCursor;
import org.fhirserver.store.search.PageOrder;
import org.fhirserver.store.search.TypeQuery;

/**
 * A search as the request asks for it.
 *
 * @param types what it looks for in each of its types
 * @param order the order of the results
 * @param count the size of a page; 0 asks for the total alone
 * @param after where the page starts
 * @param includes what is added to each page
 * @param view what is shown of each resource
 * @param warnings what was left out, with lenient handling
 * @param used the parameters that take effect, for the links; without the continuation token
 */
public record SearchRequest(
    List<TypeQuery> types,
    PageOrder order,
    int count,
    Optional<PageCursor> after,
    Total total,
    List<Include> includes,
    ViewRequest view,
    List<Issue> warnings,
    List<QueryParameter> used) {

  /** What the resources of the only type must fulfil. */
  public Expression filter() {
    return types.get(0).filter();
  }

  /**
   * Whether the total is counted.
   *
   * @see <a href="https://hl7.org/fhir/R4/search.html#total">_total</a>
   */
  public enum Total {
    /** Where it costs nothing. */
    DEFAULT,
    NONE,
    ACCURATE
  }
}
