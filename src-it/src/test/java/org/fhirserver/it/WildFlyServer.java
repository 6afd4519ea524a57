package org.fhirserver.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** WildFly: servers share the installation with the EAR, and have a base directory each. */
record WildFlyServer(Path home) implements AppServer {

  @Override
  public List<String> command(Instance instance) {
    return List.of(
        home.resolve("bin/standalone.sh").toString(),
        "-Djboss.server.base.dir=" + base(instance.directory()),
        "-Djboss.server.content.dir=" + home.resolve("standalone/data/content"));
  }

  @Override
  public void prepare(Instance instance) throws IOException {
    Path configuration = base(instance.directory()).resolve("configuration");
    Files.createDirectories(configuration);
    try (Stream<Path> files = Files.list(home.resolve("standalone/configuration"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, configuration.resolve(file.getFileName()));
      }
    }
  }

  @Override
  public Map<String, String> environment(Instance instance) {
    return Map.of(
        "MANAGEMENT_PORT", Integer.toString(instance.management()),
        "JAVA_OPTS", String.join(" ", instance.jvmArguments()));
  }

  @Override
  public URI readyAddress(Instance instance) {
    return URI.create("http://127.0.0.1:" + instance.management() + "/health/ready");
  }

  @Override
  public Places places(Path directory) {
    return new Places(
        base(directory).resolve("log"),
        directory.resolve("console.log"),
        home.resolve("standalone/data/content"));
  }

  @Override
  public Places managedPlaces(Path directory) {
    Path base = base(directory);
    Path logs = base.resolve("log");
    return new Places(logs, logs.resolve("server.log"), base.resolve("data/content"));
  }

  /** None: it makes a certificate when a client first asks for one. */
  @Override
  public Optional<Path> keyDirectory(Path directory) {
    return Optional.empty();
  }

  @Override
  public String applicationFailed() {
    return "WFLYSRV0026";
  }

  @Override
  public String started() {
    return "WFLYSRV0026";
  }

  private static Path base(Path directory) {
    return directory.resolve("server");
  }
}
