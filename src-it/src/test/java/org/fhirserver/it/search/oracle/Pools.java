package org.fhirserver.it.search.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Values that lie near one another or are awkward, to make data and queries of. */
final class Pools {
  private static final String LONG =
      "Lorem Ipsüm dolor sit amet, consectetur_adipiscing 100% elit; sed do eiusmod tempor ";

  static final List<String> SYSTEMS =
      List.of("http://loinc.org", "http://snomed.info/sct", "urn:oid:1.2.3", "http://x|y", "");
  static final List<String> CODES =
      List.of(
          "8480-6",
          "8462-4",
          "85354-9",
          "a",
          "A",
          "b",
          "abc,def",
          "x|y",
          "v$1",
          "back\\slash",
          "ü-Code",
          "two words",
          "c".repeat(64) + "1",
          "c".repeat(64) + "2",
          "d".repeat(300));
  static final List<String> PROFILES =
      List.of(
          "http://example.org/p",
          "http://example.org/p|1.0",
          "http://example.org/p|2.0",
          "http://example.org/P",
          "http://example.org/p|1.0.1#fragment",
          "http://example.org/p#a",
          "http://example.org/p/q#a-1",
          "urn:oid:1.2",
          "urn:oid:1.2.3",
          "urx:a",
          "http://example.org/q/" + "long/".repeat(60) + "a",
          "http://example.org/q/" + "long/".repeat(60) + "b");

  static final List<String> LATITUDES =
      List.of("-90", "-89.95", "-45.5", "0", "0.0005", "52.5", "52.6", "89.9", "90.0");
  static final List<String> LONGITUDES =
      List.of("-180", "-179.95", "-90", "0", "0.0005", "13.4", "13.5", "179.9", "180.0");
  static final List<String> DISTANCES =
      List.of("", "|", "|0", "|0.1", "|30|m", "|11.20|km", "|5|mi", "|10", "|60|", "|700", "|5e3");

  private static final List<String> NUMBERS =
      List.of(
          "5",
          "5.0",
          "5.00",
          "4.95",
          "5.05",
          "4.5",
          "5.5",
          "4.999",
          "5.0000001",
          "0",
          "0.0",
          "-5",
          "-5.5",
          "-4.5",
          "-0.05",
          "100",
          "99.5",
          "100.5",
          "100.00",
          "99.995",
          "95",
          "105",
          "90",
          "110",
          "107",
          "60",
          "1e2",
          "1.0e2",
          "1E2",
          "0.0054",
          "5.4e-3",
          "0.00545",
          "1e-10",
          "123456789012345678901234567890.5",
          "123456789012345678901234567890.6",
          "6.02214076e23",
          "-1E+5",
          "-100000",
          "3.14159265358979323846");
  private static final List<String> TEXTS = texts();
  private static final List<String> DAYS =
      List.of(
          "1969-12-31",
          "1970-01-01",
          "1999-12-31",
          "2000-01-01",
          "2000-02-28",
          "2000-02-29",
          "2000-03-01",
          "2020-12-31",
          "2021-01-01",
          "2021-06-15",
          "0987-06-05");
  private static final List<String> TIMES =
      List.of(
          "00:00:00",
          "00:00:01",
          "12:30:15",
          "12:30:15.5",
          "12:30:15.500",
          "12:30:15.123456",
          "23:59:59",
          "23:59:59.999",
          "22:59:59.999");
  private static final List<String> ZONES =
      List.of("Z", "+00:00", "-00:00", "+01:00", "-05:00", "+14:00", "-12:00", "+05:30");

  private final Random random;

  Pools(Random random) {
    this.random = random;
  }

  private static List<String> texts() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "Müller",
                "Muller",
                "MÜLLER",
                "mu\u0308ller",
                "Mueller",
                "Smith",
                "smith",
                "Smith-Jones",
                "O'Brien",
                "O\u2019Brien",
                "Van der Berg",
                "van  der\tBerg",
                "Nguyễn",
                "Ångström",
                "50%",
                "50% off",
                "500",
                "100_a",
                "100xa",
                "a\\b",
                "a\\\\b",
                "a,b",
                "x|y",
                "c$d",
                "\"quoted\"",
                "it''s",
                "李小龙",
                "李",
                "Παπαδόπουλος",
                "ΟΔΟΣ",
                "οδος",
                "ΟΔΟΣΑΚΗΣ",
                "Ёлкин",
                "елкин",
                "Żółw",
                "a",
                "A",
                "aa",
                "b",
                "z",
                "ﬁscher",
                "Fischer",
                "<b>&amp;",
                "%",
                "_",
                "--",
                "; drop table resource",
                "Straße"));
    String text = LONG.repeat(10);
    for (int length : List.of(120, 127, 128, 129, 130, 600, 700)) {
      texts.add(text.substring(0, length));
      texts.add(text.substring(0, length - 1) + "X");
      texts.add(text.substring(0, length - 1) + "ü");
    }
    return List.copyOf(texts);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  <T> T of(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  String text() {
    return of(TEXTS);
  }

  String decimal() {
    return of(NUMBERS);
  }

  String date() {
    String day = of(DAYS);
    return day.substring(0, of(List.of(4, 7, 10, 10, 10)));
  }

  /** A date or time as a resource holds it. */
  String dateTime() {
    return chance(50) ? date() : of(DAYS) + "T" + of(TIMES) + of(ZONES);
  }

  /** A date or time as a search may name it: seconds and zone may be missing. */
  String searchDate() {
    if (chance(75)) {
      return dateTime();
    }
    String time = of(TIMES);
    return of(DAYS)
        + "T"
        + (chance(50) ? time.substring(0, 5) : time)
        + (chance(50) ? "" : of(ZONES));
  }

  /** A part of a text, or the whole, in any case. */
  String partOf(String text, boolean fromStart) {
    int[] characters = text.codePoints().toArray();
    int start = fromStart ? 0 : random.nextInt(characters.length);
    int length =
        chance(40)
            ? characters.length - start
            : 1 + random.nextInt(Math.min(characters.length - start, 200));
    String part = new String(characters, start, length);
    return switch (random.nextInt(4)) {
      case 0 -> part.toUpperCase(Locale.ROOT);
      case 1 -> part.toLowerCase(Locale.ROOT);
      default -> part;
    };
  }
}
