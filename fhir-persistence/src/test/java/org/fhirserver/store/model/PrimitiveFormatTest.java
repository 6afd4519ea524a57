package org.fhirserver.store.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrimitiveFormatTest {

  private static void accepts(PrimitiveFormat format, String... values) {
    for (String value : values) {
      assertTrue(format.accepts(value), () -> format + " should accept " + value);
    }
  }

  private static void refuses(PrimitiveFormat format, String... values) {
    for (String value : values) {
      assertFalse(format.accepts(value), () -> format + " should refuse " + value);
    }
  }

  @Test
  void dateIsYearMonthOrRealDay() {
    accepts(PrimitiveFormat.DATE, "2024", "2024-12", "2024-02-29", "2000-02-29", "0001-01-01");
    refuses(
        PrimitiveFormat.DATE,
        "24",
        "0000",
        "2024-13",
        "2024-00",
        "2024-1",
        "2023-02-29",
        "1900-02-29",
        "2024-04-31",
        "2024-01-00",
        "2024-01-1",
        "2024/01/01",
        "2024-01-01T",
        "2024-01-01T10:00:00Z",
        "2021-10-13+02:00",
        "-2024",
        "٢٠٢٤");
  }

  @Test
  void dateTimeWithTimeNeedsSecondsAndZone() {
    accepts(
        PrimitiveFormat.DATE_TIME,
        "2024",
        "2024-12",
        "2024-12-31",
        "2024-12-31T00:00:00Z",
        "2024-12-31T23:59:59.123456789+14:00",
        "2024-12-31T23:59:60-11:30",
        "2024-12-31T10:00:00-00:00");
    refuses(
        PrimitiveFormat.DATE_TIME,
        "2024-12-31T10:00:00",
        "2024-12-31T10:00Z",
        "2024-12-31T10Z",
        "2024-12-31T24:00:00Z",
        "2024-12-31T10:60:00Z",
        "2024-12-31T10:00:61Z",
        "2024-12-31T10:00:00.Z",
        "2024-12-31T10:00:00z",
        "2024-12-31T10:00:00+14:01",
        "2024-12-31T10:00:00+15:00",
        "2024-12-31T10:00:00+02",
        "2024-12-31T10:00:00+0200",
        "2024-12-31 10:00:00Z",
        "2024-02-30T10:00:00Z",
        "2021-10-13+02:00",
        "2024-12-31T10:00:00ZZ",
        "2024-12-31T");
  }

  @Test
  void instantIsExactToTheSecond() {
    accepts(PrimitiveFormat.INSTANT, "2015-02-07T13:28:17.239+02:00", "2017-01-01T00:00:00Z");
    refuses(PrimitiveFormat.INSTANT, "2015", "2015-02-07", "2015-02-07T13:28:17");
  }

  @Test
  void timeHasSecondsAndNoZone() {
    accepts(PrimitiveFormat.TIME, "00:00:00", "23:59:60", "12:30:00.5");
    refuses(PrimitiveFormat.TIME, "24:00:00", "12:30", "12:30:00Z", "12:30:00.", "1:30:00", "a");
  }

  @Test
  void integersStayInTheirRange() {
    accepts(PrimitiveFormat.INTEGER, "0", "-1", "2147483647", "-2147483648");
    refuses(
        PrimitiveFormat.INTEGER, "2147483648", "-2147483649", "1.0", "1e3", "-0", "99999999999");
    accepts(PrimitiveFormat.UNSIGNED_INT, "0", "2147483647");
    refuses(PrimitiveFormat.UNSIGNED_INT, "-1", "2147483648");
    accepts(PrimitiveFormat.POSITIVE_INT, "1");
    refuses(PrimitiveFormat.POSITIVE_INT, "0", "-1");
  }

  @Test
  void decimalMayHaveAnExponentThatCanBeComputed() {
    accepts(PrimitiveFormat.DECIMAL, "0", "-0", "1.00", "10.91968939701716", "1e3", "1E-999");
    refuses(PrimitiveFormat.DECIMAL, "1e1000", "1E+99999999", "1e-1000");
  }

  @Test
  void idHasUpToSixtyFourSimpleCharacters() {
    accepts(PrimitiveFormat.ID, "a", "A-1.b", "x".repeat(64));
    refuses(PrimitiveFormat.ID, "x".repeat(65), "a_b", "a b", "ä", "a/b");
  }

  @Test
  void uriHasNoWhitespace() {
    accepts(
        PrimitiveFormat.URI, "http://example.org/a?b=c#d", "urn:oid:1.2.3", "ä", "#", "Patient/1");
    refuses(PrimitiveFormat.URI, "a b", " a", "a\n", "a\u00a0b", "a\u0000", "a\ud800");
    refuses(PrimitiveFormat.URL, "http://example.org/ a");
    refuses(PrimitiveFormat.CANONICAL, "http://example.org/a |1");
  }

  @Test
  void oidAndUuidAreUrnsOfTheirKind() {
    accepts(PrimitiveFormat.OID, "urn:oid:1.2.3.4.5", "urn:oid:2.16.840", "urn:oid:0.0");
    refuses(
        PrimitiveFormat.OID,
        "1.2.3",
        "urn:oid:3.1",
        "urn:oid:1",
        "urn:oid:1.",
        "urn:oid:1..2",
        "urn:oid:1.02",
        "urn:oid:1.2a");
    accepts(PrimitiveFormat.UUID, "urn:uuid:c757873d-ec9a-4326-a141-556f43239520");
    refuses(
        PrimitiveFormat.UUID,
        "c757873d-ec9a-4326-a141-556f43239520",
        "urn:uuid:c757873d-ec9a-4326-a141-556f4323952",
        "urn:uuid:c757873dxec9a-4326-a141-556f43239520",
        "urn:uuid:c757873g-ec9a-4326-a141-556f43239520");
  }

  @Test
  void codeHasSingleSpacesInsideOnly() {
    accepts(PrimitiveFormat.CODE, "a", "a b", ">=", "ä");
    refuses(PrimitiveFormat.CODE, " a", "a ", "a  b", " ", "a\u0001b");
  }

  @Test
  void base64HasFullGroups() {
    accepts(PrimitiveFormat.BASE64_BINARY, "TWFu", "TWE=", "TQ==", "TWFu\nTWFu", " TW Fu ");
    refuses(PrimitiveFormat.BASE64_BINARY, "TWF", "TWF=u===", "T===", "TW-_", "TWFu=", "Ümlt", " ");
  }

  @Test
  void textHasNoControlCharactersAndWholeCharacters() {
    accepts(PrimitiveFormat.STRING, "a", "tab\tline\r\n", "日本語", "\ud83d\ude00", " ");
    refuses(
        PrimitiveFormat.STRING,
        "\ufffe",
        "a\uffff",
        "a\u0000",
        "\u001b[0m",
        "\ud83d",
        "\ude00\ud83d",
        "a\ud83db");
    refuses(PrimitiveFormat.MARKDOWN, "\u0007");
    refuses(PrimitiveFormat.XHTML, "<div>\u0000</div>");
  }

  @Test
  void stringEndsAtOneMillionCharactersButNarrativeDoesNot() {
    String longest = "x".repeat(PrimitiveFormat.LONGEST_STRING);
    accepts(PrimitiveFormat.STRING, longest);
    refuses(PrimitiveFormat.STRING, longest + "x");
    accepts(PrimitiveFormat.XHTML, longest + "x");
    accepts(PrimitiveFormat.BASE64_BINARY, longest + "TWFu");
  }
}
