package org.fhirserver.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the servers of this run; JUnit closes them when the whole run is over. */
final class HttpTestExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(HttpTestExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == FhirClient.class || type == RunningServer.class || type == Servers.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Servers servers =
        context
            .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
            .computeIfAbsent(Servers.class, key -> Servers.ofThisRun(), Servers.class);
    Class<?> type = parameter.getParameter().getType();
    if (type == Servers.class) {
      return servers;
    }
    if (ServerLocks.areOnOwnServers(context.getRequiredTestClass())) {
      throw new ParameterResolutionException("The shared server is not for this class");
    }
    return type == RunningServer.class ? servers.shared() : FhirClient.of(servers.shared());
  }
}
