package org.fhirserver.web.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/**
 * A body that has to come at some pace, for a thread waits for it: after the first seconds it is
 * refused when it has come more slowly, all in all, than the slowest line that is of any use. The
 * app server ends a pause by a failure.
 */
final class PacedBody extends FilterInputStream {
  /** So long any pace will do. */
  static final Duration GRACE = Duration.ofSeconds(20);

  /** In bytes a second, from the beginning on. */
  static final int SLOWEST_PACE = 500;

  private final LongSupplier nanoClock;
  private final long start;
  private long bytes;

  PacedBody(InputStream body) {
    this(body, System::nanoTime);
  }

  PacedBody(InputStream body, LongSupplier nanoClock) {
    super(body);
    this.nanoClock = nanoClock;
    this.start = nanoClock.getAsLong();
  }

  /**
   * @throws FhirException TOO_SLOW if the body comes too slowly
   */
  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  /**
   * @throws FhirException TOO_SLOW if the body comes too slowly
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(buffer, offset, length);
    } catch (IOException failure) {
      requirePace();
      throw failure;
    }
    if (read > 0) {
      bytes += read;
      requirePace();
    }
    return read;
  }

  private void requirePace() {
    Duration elapsed = Duration.ofNanos(nanoClock.getAsLong() - start);
    if (elapsed.compareTo(GRACE) > 0 && bytes < SLOWEST_PACE * elapsed.toSeconds()) {
      throw new FhirException(
          Category.TOO_SLOW,
          "timeout",
          "The request body came too slowly: %d bytes in %d seconds; %d a second is the least."
              .formatted(bytes, elapsed.toSeconds(), SLOWEST_PACE));
    }
  }
}
