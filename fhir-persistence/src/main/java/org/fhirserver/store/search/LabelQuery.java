package org.fhirserver.store.search;

import org.fhirserver.store.tenant.Tenant;

/**
 * Asks for resources that show which values a parameter has, each value at least once.
 *
 * @param parameter a parameter of type token or uri with one path
 * @param filter which resources count, access restrictions included
 * @param most how many different values are looked for
 */
public record LabelQuery(Tenant tenant, SearchParameter parameter, Expression filter, int most) {}
