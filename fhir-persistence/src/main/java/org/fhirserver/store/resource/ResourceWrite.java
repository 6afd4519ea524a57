package org.fhirserver.store.resource;

import java.util.List;
import org.fhirserver.store.search.IndexValue;

/**
 * A new version together with the values by which it is found.
 *
 * @param version the version, not a deletion
 * @param values what search finds it by
 */
public record ResourceWrite(ResourceVersion version, List<IndexValue> values) {}
