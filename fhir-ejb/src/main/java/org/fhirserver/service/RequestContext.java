package org.fhirserver.service;

import java.util.Optional;
import org.fhirserver.service.access.Caller;
import org.fhirserver.store.tenant.Tenant;

/**
 * Whom an interaction is for.
 *
 * @param caller who asks
 * @param tenant whose data is asked for
 * @param baseUrl the service base URL under which the caller sees this server, without a slash at
 *     the end
 * @param requestId the id of the request, told in every answer
 * @param provenance the header X-Provenance, told about whatever the request writes
 */
public record RequestContext(
    Caller caller, Tenant tenant, String baseUrl, String requestId, Optional<String> provenance) {}
