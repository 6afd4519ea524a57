package org.fhirserver.store.history;

import org.fhirserver.store.resource.ResourceVersion;

/**
 * A version in a history.
 *
 * @param version the version, or a deletion
 * @param position where it stands
 */
public record HistoryEntry(ResourceVersion version, HistoryPosition position) {}
