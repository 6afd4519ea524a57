package org.fhirserver.web.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Path;

/** Operations on a resource type. */
@ApplicationScoped
@Path("{type: [^/]+}/{code: [$][^/]+}")
public class TypeOperationEndpoint extends OperationEndpoint {}
