package org.fhirserver.web.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BodyReaderTest {
  private static final int LIMIT = 1000;
  private static final Optional<String> GZIP = Optional.of("gzip");
  private static final long UNKNOWN = -1;

  private final BodyReader reader = new BodyReader(LIMIT);

  @Test
  void readsABodyOfKnownAndOfUnknownLength() {
    byte[] body = "{}".getBytes(UTF_8);
    assertArrayEquals(body, read(body, body.length, Optional.empty()));
    assertArrayEquals(body, read(body, UNKNOWN, Optional.of("identity")));
  }

  @Test
  void readsABodyJustAsLargeAsAllowed() {
    byte[] body = new byte[LIMIT];
    assertArrayEquals(body, read(body, LIMIT, Optional.empty()));
    assertArrayEquals(body, read(body, UNKNOWN, Optional.empty()));
  }

  @Test
  void refusesALengthThatIsTooLargeWithoutReading() {
    InputStream untouched =
        new InputStream() {
          @Override
          public int read() {
            return fail("The body was read");
          }
        };
    assertRefused(Category.TOO_LARGE, () -> reader.read(untouched, LIMIT + 1, Optional.empty()));
  }

  @Test
  void refusesABodyThatGrowsTooLarge() {
    assertRefused(Category.TOO_LARGE, () -> read(new byte[LIMIT + 1], UNKNOWN, Optional.empty()));
  }

  @Test
  void inflates() throws IOException {
    byte[] body = "{\"resourceType\":\"Patient\"}".getBytes(UTF_8);
    byte[] compressed = gzip(body);
    assertArrayEquals(body, read(compressed, compressed.length, GZIP));
    assertArrayEquals(body, read(compressed, UNKNOWN, Optional.of(" GZIP ")));
  }

  @Test
  void refusesABodyThatIsNotCompressed() {
    byte[] body = "{\"resourceType\":\"Patient\"}".getBytes(UTF_8);
    assertRefused(Category.INVALID, () -> read(body, body.length, GZIP));
  }

  @Test
  void stopsABombAtTheLimit() throws IOException {
    byte[] bomb = gzip(new byte[100 * LIMIT]);
    assertEquals(true, bomb.length < LIMIT);
    assertRefused(Category.TOO_LARGE, () -> read(bomb, bomb.length, GZIP));
  }

  @Test
  void refusesATornCompressedBody() throws IOException {
    byte[] compressed = gzip("{\"resourceType\":\"Patient\"}".getBytes(UTF_8));
    byte[] torn = Arrays.copyOf(compressed, compressed.length / 2);
    assertRefused(Category.INVALID, () -> read(torn, torn.length, GZIP));
  }

  @Test
  void refusesOtherEncodings() {
    assertRefused(Category.UNSUPPORTED_MEDIA_TYPE, () -> read(new byte[2], 2, Optional.of("br")));
    assertRefused(
        Category.UNSUPPORTED_MEDIA_TYPE, () -> read(new byte[2], 2, Optional.of("gzip, gzip")));
  }

  @Test
  void tellsOfABodyThatBreaksOff() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }
        };
    assertRefused(Category.INVALID, () -> reader.read(broken, UNKNOWN, Optional.empty()));
  }

  private byte[] read(byte[] body, long length, Optional<String> encoding) {
    return reader.read(new ByteArrayInputStream(body), length, encoding);
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }

  private static void assertRefused(Category category, Executable read) {
    assertEquals(category, assertThrows(FhirException.class, read).category());
  }
}
