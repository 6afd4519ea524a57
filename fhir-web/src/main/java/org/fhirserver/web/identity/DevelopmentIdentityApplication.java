package org.fhirserver.web.identity;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.HashSet;
import java.util.Set;
import org.fhirserver.web.http.HttpProviders;

/** The endpoints of the development identity provider. */
@ApplicationPath("auth")
public class DevelopmentIdentityApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new HashSet<>(HttpProviders.CLASSES);
    classes.add(SwitchFilter.class);
    classes.add(OAuthExceptionMapper.class);
    classes.add(DiscoveryEndpoint.class);
    classes.add(AuthorizeEndpoint.class);
    classes.add(TokenEndpoint.class);
    return classes;
  }
}
