package org.fhirserver.service.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.view.ViewRequest;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.Include;
import org.fhirserver.store.search.PageCursor;
import org.fhirserver.store.search.SortKey;

/**
 * A search as the request asks for it.
 *
 * @param count the size of a page; 0 asks for the total alone
 * @param after where the page starts
 * @param includes what is added to each page
 * @param view what is shown of each resource
 * @param warnings what was left out, with lenient handling
 * @param used the parameters that take effect, for the links; without the continuation token
 */
public record SearchRequest(
    ResourceType type,
    Expression filter,
    List<SortKey> sort,
    int count,
    Optional<PageCursor> after,
    Total total,
    List<Include> includes,
    ViewRequest view,
    List<Issue> warnings,
    List<QueryParameter> used) {

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
