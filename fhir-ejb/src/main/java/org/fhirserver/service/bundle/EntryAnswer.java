package org.fhirserver.service.bundle;

import java.util.Optional;

/**
 * The answer to one entry of a transaction or batch.
 *
 * @param resource the resource, if one is returned
 */
record EntryAnswer(Optional<byte[]> resource, EntryResponse response) {}
