package org.fhirserver.it;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a server is started.
 *
 * @param heap the largest heap, as {@code -Xmx} takes it
 * @param developmentIdentityProvider whether the server hands out tokens itself
 * @param readyTimeout how long that may take
 * @param environment further environment variables
 */
public record ServerOptions(
    String heap,
    boolean developmentIdentityProvider,
    Duration readyTimeout,
    Map<String, String> environment) {

  /** Copies the environment. */
  public ServerOptions {
    environment = Map.copyOf(environment);
  }

  /** What ordinary tests use. */
  public static ServerOptions defaults() {
    return new ServerOptions("768m", true, Duration.ofMinutes(2), Map.of());
  }

  /** With another heap limit. */
  public ServerOptions withHeap(String limit) {
    return new ServerOptions(limit, developmentIdentityProvider, readyTimeout, environment);
  }

  /** Without the development identity provider, as in production. */
  public ServerOptions withoutDevelopmentIdentityProvider() {
    return new ServerOptions(heap, false, readyTimeout, environment);
  }

  /** With one more environment variable. */
  public ServerOptions with(String variable, String value) {
    Map<String, String> extended = new LinkedHashMap<>(environment);
    extended.put(variable, value);
    return new ServerOptions(heap, developmentIdentityProvider, readyTimeout, extended);
  }
}
