package org.fhirserver.store.model;

import java.time.Instant;

/**
 * What the server sets in a resource when it stores it.
 *
 * @param id the logical id
 * @param versionId the version
 * @param lastUpdated when it was stored; written with milliseconds
 * @see <a href="https://hl7.org/fhir/R4/resource.html#Meta">Meta</a>
 */
public record Stamp(String id, String versionId, Instant lastUpdated) {}
