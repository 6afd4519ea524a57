package org.fhirserver.web.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Path;

/** Operations on the whole server. */
@ApplicationScoped
@Path("{code: [$][^/]+}")
public class SystemOperationEndpoint extends OperationEndpoint {}
