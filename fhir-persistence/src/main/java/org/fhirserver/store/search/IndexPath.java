package org.fhirserver.store.search;

import java.util.Map;

/**
 * One place in a resource type that is indexed in one way; several search parameters may share it.
 *
 * <p>Search parameters are taken apart into paths so that a value is stored once: Observation
 * {@code combo-code} reads the paths {@code Observation.code} and {@code
 * Observation.component.code} and has none of its own; {@code patient} reads the path of {@code
 * subject}; {@code name} of a Patient reads {@code Patient.name.family}, {@code Patient.name.given}
 * and the other parts.
 *
 * @param id the number of this path in the index tables: a hash of type and expression, so that it
 *     is the same on every node without any table; unique within one registry
 * @param expression the normalized FHIRPath expression, "Observation.component.code"
 * @param type what kind of values it yields (never COMPOSITE)
 * @param numbersElements whether its values carry the ordinal of the element that a composite
 *     parameter pairs by, "Observation.component"
 * @param isSingle whether a resource has one value there at most
 * @param isCanonical whether its values are canonical URLs, so that no reference stands there
 * @param impliedSystems for elements of type code: the code system by code, as the required binding
 *     gives it; else empty
 */
public record IndexPath(
    int id,
    String expression,
    SearchParameterType type,
    boolean numbersElements,
    boolean isSingle,
    boolean isCanonical,
    Map<String, String> impliedSystems) {

  /** Paths are one if their ids are; the registry sees to it that no two share an id. */
  @Override
  public boolean equals(Object other) {
    return other instanceof IndexPath path && path.id == id;
  }

  @Override
  public int hashCode() {
    return id;
  }
}
