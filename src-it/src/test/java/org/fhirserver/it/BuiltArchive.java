package org.fhirserver.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The EAR that the build has made, the same for all app servers. */
public final class BuiltArchive {

  private BuiltArchive() {}

  /** Its file. */
  public static Path file() {
    return Path.of(System.getProperty("fhir.test.ear")).normalize();
  }

  /** Its SHA-256, in hexadecimal digits. */
  public static String sha256() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
