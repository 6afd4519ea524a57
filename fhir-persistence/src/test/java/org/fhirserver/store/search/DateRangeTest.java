package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateRangeTest {

  @ParameterizedTest
  @CsvSource({
    "2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
    "2024-02, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
    "2023-02, 2023-02-01T00:00:00Z, 2023-03-01T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
    "2024-12-31, 2024-12-31T00:00:00Z, 2025-01-01T00:00:00Z",
    "2024-05-06T07:08, 2024-05-06T07:08:00Z, 2024-05-06T07:09:00Z",
    "2024-05-06T07:08:09, 2024-05-06T07:08:09Z, 2024-05-06T07:08:10Z",
    "2024-05-06T07:08:09Z, 2024-05-06T07:08:09Z, 2024-05-06T07:08:10Z",
    "2024-05-06T07:08:09.5Z, 2024-05-06T07:08:09.5Z, 2024-05-06T07:08:09.6Z",
    "2024-05-06T07:08:09.500Z, 2024-05-06T07:08:09.500Z, 2024-05-06T07:08:09.501Z",
    "2024-05-06T07:08:09.123456Z, 2024-05-06T07:08:09.123456Z, 2024-05-06T07:08:09.123457Z",
    "1969-12-31T23:59:59.9Z, 1969-12-31T23:59:59.9Z, 1970-01-01T00:00:00Z",
    "0001, 0001-01-01T00:00:00Z, 0002-01-01T00:00:00Z",
    "9999-12-31, 9999-12-31T00:00:00Z, +10000-01-01T00:00:00Z",
    "1900-02, 1900-02-01T00:00:00Z, 1900-03-01T00:00:00Z",
    "2000-02, 2000-02-01T00:00:00Z, 2000-03-01T00:00:00Z"
  })
  void endsWherePrecisionEnds(String text, Instant low, Instant high) {
    assertEquals(Optional.of(range(low, high)), DateRange.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-01T00:30:00+01:00, 2023-12-31T23:30:00Z",
    "2024-12-31T23:30:00-02:30, 2025-01-01T02:00:00Z",
    "2024-06-01T12:00:00+14:00, 2024-05-31T22:00:00Z",
    "2024-06-01T12:00:00-12:00, 2024-06-02T00:00:00Z",
    "2024-06-01T12:00:00-00:00, 2024-06-01T12:00:00Z"
  })
  void isMovedToUtcByOffset(String text, Instant low) {
    assertEquals(Optional.of(range(low, low.plusSeconds(1))), DateRange.parse(text));
  }

  @Test
  void cutsOffWhatIsFinerThanAMicrosecond() {
    assertEquals(
        DateRange.parse("2024-05-06T07:08:09.123456Z"),
        DateRange.parse("2024-05-06T07:08:09.123456999Z"));
  }

  @Test
  void takesLeapSecondAsFirstSecondOfNextMinute() {
    assertEquals(DateRange.parse("2017-01-01T00:00:00Z"), DateRange.parse("2016-12-31T23:59:60Z"));
  }

  @Test
  void takesEndOfDayAsStartOfNextDay() {
    assertEquals(DateRange.parse("2017-01-01T00:00:00Z"), DateRange.parse("2016-12-31T24:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "05",
        "0000",
        "24",
        "202",
        "20245",
        "+2024",
        "2024-",
        "2024-0",
        "2024-00",
        "2024-13",
        "2024-1-1",
        "2024-02-30",
        "2023-02-29",
        "1900-02-29",
        "2024-04-31",
        "2024-01-00",
        "2024-01-01Z",
        "2024-01-01T",
        "2024-01-01T10",
        "2024-01-01T10Z",
        "2024-01-01T1:00",
        "2024-01-01T25:00:00Z",
        "2024-01-01T24:00:01Z",
        "2024-01-01T24:01:00Z",
        "2024-01-01T10:60:00Z",
        "2024-01-01T10:00:61Z",
        "2024-01-01T10:00:00.Z",
        "2024-01-01T10:00:00z",
        "2024-01-01t10:00:00Z",
        "2024-01-01T10:00:00+1:00",
        "2024-01-01T10:00:00+15:00",
        "2024-01-01T10:00:00+14:01",
        "2024-01-01T10:00:00+0100",
        "2024-01-01T10:00:00+01:00Z",
        "2024-01-01 10:00:00Z",
        " 2024-01-01",
        "2024-01-01 ",
        "２０２４",
        "2024-01-01T10:00:00,5Z"
      })
  void isEmptyForOtherTexts(String text) {
    assertEquals(Optional.empty(), DateRange.parse(text));
  }

  @Test
  void unionHoldsBoth() {
    DateRange union = new DateRange(5, 7).union(new DateRange(DateRange.OPEN_LOW, 6));

    assertEquals(new DateRange(DateRange.OPEN_LOW, 7), union);
  }

  private static DateRange range(Instant low, Instant high) {
    return new DateRange(micros(low), micros(high));
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }
}
