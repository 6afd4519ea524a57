package org.fhirserver.web.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Path;

/** Operations on one version of a resource. */
@ApplicationScoped
@Path("{type: [^/]+}/{id: [^_$/][^/]*}/_history/{version: [^/]+}/{code: [$][^/]+}")
public class VersionOperationEndpoint extends OperationEndpoint {}
