package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.junit.jupiter.api.Test;

class PacedBodyTest {
  private static final int LENGTH = 100_000;

  private long now;

  @Test
  void readsWhatComesAtTheSlowestPaceToItsEnd() throws IOException {
    assertEquals(LENGTH, readAll(body(LENGTH, PacedBody.SLOWEST_PACE)));
  }

  @Test
  void refusesWhatComesMoreSlowlyWithAllThatIsKnown() {
    FhirException refused = assertThrows(FhirException.class, () -> readAll(body(LENGTH, 10)));

    assertEquals(Category.TOO_SLOW, refused.category());
    assertTrue(
        refused
            .getMessage()
            .matches("The request body came too slowly: \\d+ bytes in \\d+ seconds; .*"),
        refused.getMessage());
  }

  @Test
  void refusesOneByteAfterALongPause() {
    InputStream body = body(LENGTH, PacedBody.SLOWEST_PACE);
    now += Duration.ofSeconds(21).toNanos();

    assertThrows(FhirException.class, body::read);
  }

  @Test
  void refusesWhatEndsByATimeoutButNotWhatBreaks() {
    InputStream broken =
        new PacedBody(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("broken");
              }
            },
            () -> now);

    assertThrows(IOException.class, broken::read);
    now += Duration.ofSeconds(30).toNanos();
    assertThrows(FhirException.class, broken::read);
  }

  @Test
  void readsAShortBodyAtAnyPaceWithinTheFirstSeconds() throws IOException {
    assertEquals(19, readAll(body(19, 1)));
  }

  @Test
  void doesNotMindALateEnd() throws IOException {
    InputStream body = body(0, 1);
    now += Duration.ofSeconds(60).toNanos();

    assertEquals(-1, body.read());
  }

  /** A body that comes at that pace, in bytes a second. */
  private InputStream body(int length, int pace) {
    InputStream all = new ByteArrayInputStream(new byte[length]);
    return new PacedBody(
        new InputStream() {
          @Override
          public int read() throws IOException {
            pass(1);
            return all.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int wanted) throws IOException {
            int read = all.read(buffer, offset, wanted);
            pass(Math.max(0, read));
            return read;
          }

          private void pass(int bytes) {
            now += Duration.ofSeconds(1).toNanos() * bytes / pace;
          }
        },
        () -> now);
  }

  private static int readAll(InputStream body) throws IOException {
    return body.readAllBytes().length;
  }
}
