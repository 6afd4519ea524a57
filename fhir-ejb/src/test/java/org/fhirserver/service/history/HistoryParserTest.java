package org.fhirserver.service.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.history.HistoryPeriod;
import org.fhirserver.store.history.HistoryPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryParserTest {

  @Test
  void asksForTheFirstTenVersionsByDefault() {
    HistoryRequest request = parse("");

    assertEquals(HistoryPeriod.ALWAYS, request.period());
    assertEquals(10, request.count());
    assertFalse(request.ascending());
    assertFalse(request.counted());
    assertTrue(request.cursor().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-01T10:00:00.123Z, 2024-02-01T10:00:00.123Z",
    "2024-02-01T10:00:00.1234Z, 2024-02-01T10:00:00.124Z",
    "2024-02-01T10:00:00+02:00, 2024-02-01T08:00:00Z",
    "2024-02, 2024-02-01T00:00:00Z",
    "2024, 2024-01-01T00:00:00Z"
  })
  void takesTheSameMomentForSinceAndBefore(String text, Instant moment) {
    String encoded = text.replace("+", "%2B");

    assertEquals(moment.toEpochMilli(), parse("_since=" + encoded).period().from());
    assertEquals(moment.toEpochMilli(), parse("_before=" + encoded).period().until());
  }

  @ParameterizedTest
  @CsvSource({
    "2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
    "2024-02, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
    "2024-02-29T10:00:01Z, 2024-02-29T10:00:01Z, 2024-02-29T10:00:02Z",
    "2024-02-29T10:00:01.123Z, 2024-02-29T10:00:01.123Z, 2024-02-29T10:00:01.124Z",
    "2024-02-29T10:00:01.1235Z, 2024-02-29T10:00:01.123Z, 2024-02-29T10:00:01.124Z"
  })
  void takesPartialDatesAsPeriods(String text, Instant from, Instant until) {
    assertEquals(
        new HistoryPeriod(from.toEpochMilli(), until.toEpochMilli(), true),
        parse("_at=" + text).period());
  }

  @Test
  void leavesOutOfTheLinksWhatHasNoEffect() {
    HistoryRequest request =
        new HistoryParser(true)
            .parse(QueryString.parse("foo=1&_sort=name&_count=2000&_since=2024&_count=2000"));

    assertEquals("_count=1000&_since=2024", QueryString.of(request.used()));
    assertEquals(2, request.warnings().size());
    assertEquals("warning", request.warnings().get(0).severity());
  }

  @Test
  void namesEveryMistakeInItsOwnIssue() {
    FhirException refused =
        assertThrows(
            FhirException.class, () -> parse("foo=1&_sort=name&_count=x&_at=2024&_since=2024"));

    assertEquals(4, refused.issues().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsTheCursorThatItWrote(boolean backwards) {
    HistoryCursor cursor =
        new HistoryCursor(backwards, new HistoryPosition(1_700_000_000_123L, 4711));

    assertEquals(Optional.of(cursor), parse("ct=" + cursor.encode()).cursor());
  }

  private static HistoryRequest parse(String query) {
    return new HistoryParser(false).parse(QueryString.parse(query));
  }
}
