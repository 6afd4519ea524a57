package org.fhirserver.it;

import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** Says which classes of tests may not run beside each other. */
final class ServerLocks implements ResourceLocksProvider {

  @Override
  public Set<Lock> provideForClass(Class<?> tests) {
    return Set.of(new Lock(areOnOwnServers(tests) ? "own servers" : "shared server"));
  }

  /** Whether the tests only use servers that nobody else uses. */
  static boolean areOnOwnServers(Class<?> tests) {
    return tests.getAnnotation(HttpTest.class).onOwnServers();
  }
}
