package org.fhirserver.store.terminology;

/**
 * A condition by which a value set selects codes of a code system.
 *
 * @param property the property of the concepts that is looked at
 * @param operator a code of the value set filter-operator
 * @param value what the property is compared with
 * @see <a href="https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose.include.filter">
 *     Filters</a>
 */
record ConceptFilter(String property, String operator, String value) {

  @Override
  public String toString() {
    return "'" + property + " " + operator + " " + value + "'";
  }
}
