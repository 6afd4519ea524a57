package org.fhirserver.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

  @Test
  void keepsTheKeyOverARestartForItsOwnerOnly(@TempDir Path directory) throws IOException {
    Path data = directory.resolve("data");
    assertEquals(SigningKey.in(data), SigningKey.in(data));
    try (var files = Files.list(data)) {
      List<Path> written = files.toList();
      assertEquals(1, written.size());
      if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(written.get(0))));
      }
    }
  }

  @Test
  void doesNotReplaceAFileThatIsNoKey(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("development-signing-key.json");
    Files.writeString(file, "{}");
    assertThrows(IllegalStateException.class, () -> SigningKey.in(directory));
    assertEquals("{}", Files.readString(file));
  }

  @Test
  void publishesThePublicPartOnly() throws ParseException {
    SigningKey key = SigningKey.generate();
    JWKSet published = JWKSet.parse(key.publicKeySet());
    assertEquals(key.key().toPublicJWK(), published.getKeys().get(0));
    assertFalse(published.containsNonPublicKeys());
    assertTrue(key.toString().length() < 100);
  }
}
