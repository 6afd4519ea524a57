package org.fhirserver.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server with the application, whoever has started it: where it answers and what it writes. */
public abstract class RunningServer {
  private final AppServer.Instance instance;
  private final AppServer.Places places;
  private final DatabaseUnderTest database;
  private final URI readyAddress;

  RunningServer(
      AppServer appServer,
      AppServer.Instance instance,
      AppServer.Places places,
      DatabaseUnderTest database) {
    this.instance = instance;
    this.places = places;
    this.database = database;
    this.readyAddress = appServer.readyAddress(instance);
  }

  final AppServer.Instance instance() {
    return instance;
  }

  /** The address without a path: {@code http://127.0.0.1:port}. */
  public final URI address() {
    return URI.create("http://127.0.0.1:" + instance.http());
  }

  /** The same over TLS, with a certificate that no client trusts. */
  public final URI secureAddress() {
    return URI.create("https://127.0.0.1:" + instance.https());
  }

  /** Where it answers whether it is ready. */
  public final URI readyAddress() {
    return readyAddress;
  }

  /** The database of this server. */
  public final DatabaseUnderTest database() {
    return database;
  }

  /** The directory of the server's log files. */
  public final Path logDirectory() {
    return places.logs();
  }

  /** The file of {@link #console()}. */
  public final Path consoleFile() {
    return places.console();
  }

  /** The directory where it keeps the EAR, and no other application. */
  public final Path applicationDirectory() {
    return places.applications();
  }

  /** What the server wrote to its console since it was first started. */
  public final String console() {
    try {
      return Files.readString(consoleFile(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
