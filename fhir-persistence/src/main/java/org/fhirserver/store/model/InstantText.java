package org.fhirserver.store.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The text of an instant: in UTC and always with milliseconds, so that all have one length.
 *
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#instant">instant</a>
 */
public final class InstantText {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private InstantText() {}

  /** The text of a moment; what is shorter than a millisecond is cut off. */
  public static String of(Instant moment) {
    return FORMAT.format(moment);
  }
}
