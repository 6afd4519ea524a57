package org.fhirserver.store.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstantTextTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-28T23:17:07Z, 2026-11-28T23:17:07.000Z",
    "2026-11-28T23:17:07.120Z, 2026-11-28T23:17:07.120Z",
    "2026-11-28T23:17:07.123999Z, 2026-11-28T23:17:07.123Z",
  })
  void alwaysHasMilliseconds(Instant moment, String text) {
    assertEquals(text, InstantText.of(moment));
  }
}
