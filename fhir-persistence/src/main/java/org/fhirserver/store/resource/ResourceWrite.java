package org.fhirserver.store.resource;

import org.fhirserver.store.search.ResourceValues;

/**
 * A new version together with the values by which it is found.
 *
 * @param version the version, not a deletion
 * @param values the resource, and what search finds it by
 */
public record ResourceWrite(ResourceVersion version, ResourceValues values) {}
