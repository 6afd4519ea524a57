package org.fhirserver.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An app server with the application installed, as the build assembled it. */
interface AppServer {

  /**
   * One server process.
   *
   * @param directory where it keeps data, logs, keys and work files
   * @param http the port for HTTP
   * @param https the port for HTTPS
   * @param management a port that an app server may use for what is not for its clients
   * @param jvmArguments limits of its JVM
   */
  record Instance(Path directory, int http, int https, int management, List<String> jvmArguments) {}

  /**
   * Where one server keeps its files.
   *
   * @param logs the directory of its log files
   * @param console the file of what it writes to its console
   * @param applications the directory of the EAR
   */
  record Places(Path logs, Path console, Path applications) {}

  /**
   * The app server that the build assembled.
   *
   * @param name liberty or wildfly
   * @param home the directory of its installation
   */
  static AppServer named(String name, Path home) {
    return switch (name) {
      case "liberty" -> new LibertyServer(home);
      case "wildfly" -> new WildFlyServer(home);
      default -> throw new IllegalArgumentException("No app server " + name);
    };
  }

  /** The command that runs a server in the foreground until it is stopped. */
  List<String> command(Instance instance);

  /** Makes what has to be there before the first start. */
  void prepare(Instance instance) throws IOException;

  /** The environment variables that only this app server takes. */
  Map<String, String> environment(Instance instance);

  /** Where it answers whether it is ready. */
  URI readyAddress(Instance instance);

  /** Where a server that is a process of the tests keeps its files. */
  Places places(Path directory);

  /** Where a server that Arquillian manages keeps its files. */
  Places managedPlaces(Path directory);

  /** Where it keeps the keys and the certificate that it makes for itself at each first start. */
  Optional<Path> keyDirectory(Path directory);

  /** What it writes to its console when the application does not start. */
  String applicationFailed();

  /** What it writes to its console when it has started, whether or not the application has. */
  String started();
}
