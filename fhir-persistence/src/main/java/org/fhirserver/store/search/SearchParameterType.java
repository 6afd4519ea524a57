package org.fhirserver.store.search;

/**
 * The types of search parameters that are indexed.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#ptypes">Search parameter types</a>
 */
public enum SearchParameterType {
  NUMBER,
  DATE,
  STRING,
  TOKEN,
  REFERENCE,
  COMPOSITE,
  QUANTITY,
  URI
}
