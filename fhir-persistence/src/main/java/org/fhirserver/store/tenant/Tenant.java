package org.fhirserver.store.tenant;

/**
 * A tenant: ids, searches and history of one never show anything of another.
 *
 * @param number the number that stands in every key of the database
 */
public record Tenant(short number) {
  /** The tenant of {@code /fhir}. */
  public static final Tenant DEFAULT = new Tenant((short) 0);
}
