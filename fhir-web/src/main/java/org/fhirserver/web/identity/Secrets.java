package org.fhirserver.web.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Makes secrets that cannot be guessed, and compares secrets in the same time whatever they are.
 */
final class Secrets {
  private static final int BYTES = 32;

  private final RandomGenerator random;

  private Secrets(RandomGenerator random) {
    this.random = random;
  }

  static Secrets create() {
    return new Secrets(new SecureRandom());
  }

  /** A new secret of 43 characters of base64url. */
  String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
