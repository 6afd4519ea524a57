package org.fhirserver.web.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The key that signs the tokens of the development identity provider.
 *
 * @param key the private key
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517">RFC 7517, JSON Web Key</a>
 */
public record SigningKey(RSAKey key) {
  private static final String DATA_DIRECTORY = "fhir.data-directory";
  private static final String FILE = "development-signing-key.json";
  private static final int BITS = 2048;

  /** The key of the configured data directory; without one, a key that lives in memory only. */
  static SigningKey from(Config config) {
    return config
        .getOptionalValue(DATA_DIRECTORY, String.class)
        .map(directory -> in(Path.of(directory)))
        .orElseGet(SigningKey::generate);
  }

  /** The key kept in the directory; it is made at the first call. */
  static SigningKey in(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        write(generate(), file);
      }
      return new SigningKey(RSAKey.parse(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("The signing key cannot be kept in " + directory, e);
    } catch (ParseException e) {
      throw new IllegalStateException(file + " is no signing key; remove it to get a new one", e);
    }
  }

  /** A new key. */
  public static SigningKey generate() {
    try {
      return new SigningKey(
          new RSAKeyGenerator(BITS)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyIDFromThumbprint(true)
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("This Java cannot make RSA keys", e);
    }
  }

  /** The public key as a JSON Web Key Set. */
  public String publicKeySet() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  /** The private key stays out of logs. */
  @Override
  public String toString() {
    return "SigningKey[" + key.getKeyID() + "]";
  }

  private static void write(SigningKey key, Path file) throws IOException {
    Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
    Path whole = Files.createTempFile(directory, FILE, ".new", ownerOnly(directory));
    Files.writeString(whole, key.key().toJSONString());
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?>[] ownerOnly(Path directory) {
    return Optional.of(directory.getFileSystem())
        .filter(files -> files.supportedFileAttributeViews().contains("posix"))
        .map(
            files ->
                new FileAttribute<?>[] {
                  PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                })
        .orElseGet(() -> new FileAttribute<?>[0]);
  }
}
