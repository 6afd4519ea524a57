package org.fhirserver.service.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The release that is running, as the build wrote it down. */
public final class Release {
  private static final String FILE = "release.properties";

  private Release() {}

  /** The version, "0.1.0". */
  public static String version() {
    Properties properties = new Properties();
    try (InputStream in = Release.class.getResourceAsStream(FILE)) {
      properties.load(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties.getProperty("version", "");
  }
}
