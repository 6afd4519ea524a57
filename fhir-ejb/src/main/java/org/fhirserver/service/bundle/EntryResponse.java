package org.fhirserver.service.bundle;

import java.util.Optional;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Bundle.entry.response.
 *
 * @param status status code and reason: "201 Created"
 * @param location where a created resource stands
 * @param version what ETag and lastModified are taken from
 * @param outcome an OperationOutcome
 * @see <a href="https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.response">response</a>
 */
record EntryResponse(
    String status,
    Optional<String> location,
    Optional<ResourceVersion> version,
    Optional<byte[]> outcome) {}
