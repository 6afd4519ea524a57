package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * New logical ids: UUIDs of version 7, which grow with time, so that the keys of new rows lie side
 * by side.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>
 */
@ApplicationScoped
public class IdSource {
  private static final int COUNTER_BITS = 12;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000000000000000L;

  /** Milliseconds and, below them, a counter of 12 bits that runs over into them. */
  private final AtomicLong last = new AtomicLong();

  /** A new id, greater than all before on this node. */
  public String next() {
    long now = System.currentTimeMillis() << COUNTER_BITS;
    long tick = last.updateAndGet(before -> Math.max(now, before + 1));
    long high = tick >>> COUNTER_BITS << 16 | VERSION_7 | tick & (1L << COUNTER_BITS) - 1;
    long low = ThreadLocalRandom.current().nextLong() >>> 2 | VARIANT;
    return new UUID(high, low).toString();
  }
}
