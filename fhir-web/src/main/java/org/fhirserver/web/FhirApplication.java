package org.fhirserver.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;
import org.fhirserver.web.history.SystemHistoryEndpoint;
import org.fhirserver.web.history.TypeHistoryEndpoint;
import org.fhirserver.web.http.HttpProviders;
import org.fhirserver.web.metadata.MetadataEndpoint;
import org.fhirserver.web.operation.DollarSignFilter;
import org.fhirserver.web.operation.InstanceOperationEndpoint;
import org.fhirserver.web.operation.MethodNotAllowedExceptionMapper;
import org.fhirserver.web.operation.SystemOperationEndpoint;
import org.fhirserver.web.operation.TypeOperationEndpoint;
import org.fhirserver.web.operation.VersionOperationEndpoint;
import org.fhirserver.web.operation.VersionsEndpoint;
import org.fhirserver.web.resource.DeletedExceptionMapper;
import org.fhirserver.web.resource.InstanceEndpoint;
import org.fhirserver.web.resource.SystemEndpoint;
import org.fhirserver.web.resource.TypeEndpoint;
import org.fhirserver.web.search.CompartmentEndpoint;
import org.fhirserver.web.search.SystemSearchEndpoint;
import org.fhirserver.web.security.AuthenticationFilter;

/** The FHIR endpoints of the default tenant. */
@ApplicationPath("fhir")
@LoginConfig(authMethod = "MP-JWT", realmName = "fhir")
public class FhirApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new HashSet<>(HttpProviders.CLASSES);
    classes.add(AuthenticationFilter.class);
    classes.add(DeletedExceptionMapper.class);
    classes.add(MetadataEndpoint.class);
    classes.add(SystemEndpoint.class);
    classes.add(DollarSignFilter.class);
    classes.add(MethodNotAllowedExceptionMapper.class);
    classes.add(SystemOperationEndpoint.class);
    classes.add(VersionsEndpoint.class);
    classes.add(TypeOperationEndpoint.class);
    classes.add(InstanceOperationEndpoint.class);
    classes.add(VersionOperationEndpoint.class);
    classes.add(TypeEndpoint.class);
    classes.add(InstanceEndpoint.class);
    classes.add(SystemSearchEndpoint.class);
    classes.add(CompartmentEndpoint.class);
    classes.add(SystemHistoryEndpoint.class);
    classes.add(TypeHistoryEndpoint.class);
    return classes;
  }
}
