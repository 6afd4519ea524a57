package org.fhirserver.it.fuzz;

import java.util.List;
import java.util.Random;

/** Values that break things. */
final class Nasty {
  private static final List<String> STRINGS =
      List.of(
          "",
          " ",
          "\t",
          "a\nb\r\nc",
          "\u0000",
          "\u0007",
          "\u007f\u0085\u009f",
          "\u00a0\u2007\u202f",
          "\u200b\u200e\u202e\ufeff",
          "\ufffe\uffff",
          "𝒻𝒽𝒾𝓇 🖖🏽 👩‍👩‍👧",
          "e\u0301\u0327 ﷽ İıſß ﬁ Ǆ",
          "ẞ".repeat(300),
          "'; drop table resource; --",
          "%00%2f..%2f..",
          "../../etc/passwd",
          "${jndi:ldap://127.0.0.1/a}",
          "<script>alert(1)</script>",
          "]]>&lt;&amp;&#0;&#x1F596;",
          "{\"a\":1}",
          "null",
          "true",
          "-0",
          "1e400",
          "NaN",
          "Patient/",
          "#",
          "#nothing",
          "urn:uuid:",
          "urn:oid:1.2.3",
          "http://example.org/fhir/Patient/1/_history/1",
          "2020-02-30",
          "2020-13",
          "0000",
          "9999-12-31T23:59:60Z",
          "2020-01-01T00:00:00.123456789012+14:00",
          "24:00:00",
          "a|b|c",
          "\\,\\$\\|\\",
          "x".repeat(70),
          "W/\"1\"");

  private static final List<String> LITERALS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "1.0",
          "1.00",
          "0.000000000000000000000000000000000001",
          "1e2",
          "1E+30",
          "1e400",
          "-1e-400",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775808",
          "123456789012345678901234567890.123456789",
          "00",
          "1.",
          ".5",
          "+1",
          "NaN",
          "Infinity",
          "0x1f",
          "undefined",
          "\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u0000\"",
          "\"\\x\"",
          "'a'",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[[[[[[[[[[]]]]]]]]]]",
          "{\"\":{}}",
          "{\"value\":1}",
          "//",
          "/* c */ 1");

  private Nasty() {}

  static String string(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> "y".repeat(1 << random.nextInt(21));
      case 1 -> new String(Character.toChars(randomCodePoint(random)));
      case 2 -> Long.toString(random.nextLong());
      default -> pick(random, STRINGS);
    };
  }

  /** A piece of JSON, or of what looks like it. */
  static String literal(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> "[".repeat(1 + random.nextInt(3000));
      case 1 -> "{\"extension\":[".repeat(1 + random.nextInt(200));
      case 2 -> "1".repeat(1 + random.nextInt(2000));
      case 3 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      default -> pick(random, LITERALS);
    };
  }

  static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static int randomCodePoint(Random random) {
    int codePoint = random.nextInt(0x110000);
    return codePoint >= 0xd800 && codePoint < 0xe000 ? 0xfffd : codePoint;
  }
}
