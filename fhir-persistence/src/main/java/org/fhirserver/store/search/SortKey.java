package org.fhirserver.store.search;

/**
 * One key to sort by.
 *
 * @param parameter the parameter; {@code _id} and {@code _lastUpdated} too
 * @param descending whether the highest come first; resources without value come last either way
 * @see <a href="https://hl7.org/fhir/R4/search.html#sort">_sort</a>
 */
public record SortKey(SearchParameter parameter, boolean descending) {

  /** As it stands in a search: {@code -date}. */
  @Override
  public String toString() {
    return (descending ? "-" : "") + parameter.code();
  }
}
