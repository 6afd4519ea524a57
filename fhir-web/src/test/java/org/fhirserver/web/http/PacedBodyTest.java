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
    assertEquals(LENGTH, readAll(body(PacedBody.SLOWEST_PACE, Duration.ofSeconds(1))));
  }

  @Test
  void refusesWhatComesMoreSlowlyWithAllThatIsKnown() {
    FhirException refused =
        assertThrows(FhirException.class, () -> readAll(body(10, Duration.ofSeconds(1))));

    assertEquals(Category.TOO_SLOW, refused.category());
    assertEquals(
        "The request body came too slowly: 210 bytes in 21 seconds; 500 a second is the least.",
        refused.getMessage());
  }

  @Test
  void refusesOneByteAfterALongPause() {
    assertThrows(FhirException.class, () -> body(1, Duration.ofSeconds(29)).read());
  }

  @Test
  void isPatientWithASlowBeginningAndWithAShortBody() throws IOException {
    InputStream late = body(LENGTH, Duration.ofSeconds(100));
    assertEquals(LENGTH, readAll(late));

    byte[] small = new byte[19];
    InputStream slow = paced(new ByteArrayInputStream(small), 1, Duration.ofSeconds(1));
    assertEquals(19, readAll(slow));
  }

  @Test
  void countsNothingForTheEnd() throws IOException {
    InputStream body = paced(new ByteArrayInputStream(new byte[0]), 1, Duration.ofSeconds(60));

    assertEquals(-1, body.read());
    assertTrue(now > 0);
  }

  private InputStream body(int pieces, Duration interval) {
    return paced(new ByteArrayInputStream(new byte[LENGTH]), pieces, interval);
  }

  /** A body of which a piece comes after each interval. */
  private InputStream paced(InputStream body, int piece, Duration interval) {
    return new PacedBody(
        new InputStream() {
          @Override
          public int read() throws IOException {
            now += interval.toNanos();
            return body.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            now += interval.toNanos();
            return body.read(buffer, offset, Math.min(length, piece));
          }
        },
        () -> now);
  }

  private static int readAll(InputStream body) throws IOException {
    return body.readAllBytes().length;
  }
}
