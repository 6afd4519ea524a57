package org.fhirserver.web.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Path;

/** Operations on a resource. */
@ApplicationScoped
@Path("{type: [^/]+}/{id: [^_$/][^/]*}/{code: [$][^/]+}")
public class InstanceOperationEndpoint extends OperationEndpoint {}
