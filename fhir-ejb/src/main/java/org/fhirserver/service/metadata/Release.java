package org.fhirserver.service.metadata;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/** The release that is running, as the build wrote it down. */
@ApplicationScoped
public class Release {
  private static final String FILE = "release.properties";

  private final Properties properties = new Properties();

  @PostConstruct
  void read() {
    try (InputStream in = Release.class.getResourceAsStream(FILE)) {
      properties.load(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The version, "0.1.0". */
  public String version() {
    return properties.getProperty("version", "");
  }

  /** The date of the release, to the second. */
  public Instant instant() {
    return Instant.parse(date());
  }

  /** The date of the release, a FHIR dateTime. */
  public String date() {
    return properties.getProperty("date", "");
  }
}
