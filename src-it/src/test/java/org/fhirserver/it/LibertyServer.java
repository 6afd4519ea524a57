package org.fhirserver.it;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Open Liberty. */
record LibertyServer(Path home) implements AppServer {

  @Override
  public List<String> command(Instance instance) {
    return List.of(home.resolve("bin/server").toString(), "run", "defaultServer");
  }

  @Override
  public void prepare(Instance instance) {
    // It makes its directories itself.
  }

  @Override
  public Map<String, String> environment(Instance instance) {
    return Map.of(
        "WLP_OUTPUT_DIR", instance.directory().resolve("output").toString(),
        "JVM_ARGS", String.join(" ", instance.jvmArguments()));
  }

  @Override
  public URI readyAddress(Instance instance) {
    return URI.create("http://127.0.0.1:" + instance.http() + "/health/ready");
  }

  @Override
  public Places places(Path directory) {
    return new Places(
        directory.resolve("output/defaultServer/logs"),
        directory.resolve("console.log"),
        home.resolve("usr/servers/defaultServer/apps"));
  }

  @Override
  public Places managedPlaces(Path directory) {
    Path server = directory.resolve("usr/servers/fhir-server-test");
    Path logs = server.resolve("logs");
    return new Places(logs, logs.resolve("messages.log"), server.resolve("apps"));
  }

  @Override
  public Optional<Path> keyDirectory(Path directory) {
    return Optional.of(directory.resolve("output/defaultServer/resources/security"));
  }

  @Override
  public String applicationFailed() {
    return "CWWKZ0002E";
  }

  @Override
  public String started() {
    return "CWWKF0011I";
  }
}
