package org.fhirserver.it.rest;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** Bodies that no server of FHIR takes. */
final class InvalidBodies {

  /** Content, the expression of an issue ("" if there is none), and what its text contains. */
  static final List<Arguments> PATIENTS =
      List.of(
          // What is unknown.
          invalid("\"foo\":1", "Patient", "'foo'"),
          invalid("\"name\":[{\"famly\":\"x\"}]", "Patient.name[0]", "'famly'"),
          invalid("\"deceasedString\":\"x\"", "Patient", "'deceasedString'"),
          invalid("\"Active\":true", "Patient", "'Active'"),
          invalid("\"resourceType\":\"Patient\"", "Patient", "'resourceType'"),
          invalid("\"contained\":[{\"resourceType\":\"Foo\"}]", "Patient.contained[0]", "'Foo'"),
          invalid("\"contained\":[{\"active\":true}]", "Patient.contained[0]", "resourceType"),
          invalid(
              "\"text\":{\"status\":\"empty\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">a"
                  + "</div>\",\"_div\":{\"id\":\"b\"}}",
              "Patient.text",
              "'_div'"),
          invalid("\"name\":[{\"text\":\"a\",\"_id\":{\"id\":\"b\"}}]", "Patient.name[0]", "'_id'"),
          // Wrong types.
          invalid("\"active\":\"true\"", "Patient.active", "'active'"),
          invalid("\"active\":1", "Patient.active", "'active'"),
          invalid("\"active\":{}", "Patient.active", "'active'"),
          invalid("\"active\":[true]", "Patient.active", "'active'"),
          invalid("\"gender\":true", "Patient.gender", "'gender'"),
          invalid("\"name\":\"x\"", "Patient.name", "'name'"),
          invalid("\"name\":{\"family\":\"x\"}", "Patient.name", "'name'"),
          invalid("\"name\":[\"x\"]", "Patient.name[0]", "'name'"),
          invalid("\"name\":[[{\"family\":\"x\"}]]", "Patient.name[0]", "'name'"),
          invalid("\"multipleBirthInteger\":\"2\"", "Patient.multipleBirth", "'multipleBirth"),
          invalid("\"_active\":5", "Patient.active", "'active'"),
          // Cardinality.
          invalid("\"active\":true,\"active\":false", "Patient.active", "twice"),
          invalid(
              "\"name\":[{\"family\":\"a\",\"family\":\"b\"}]", "Patient.name[0].family", "twice"),
          invalid(
              "\"deceasedBoolean\":true,\"deceasedDateTime\":\"2020\"",
              "Patient.deceased",
              "Only one"),
          invalid("\"link\":[{\"type\":\"refer\"}]", "Patient.link[0].other", "'other' is missing"),
          invalid(
              "\"extension\":[{\"valueString\":\"a\"}]",
              "Patient.extension[0].url",
              "'url' is missing"),
          // Empty things.
          invalid("\"active\":null", "Patient.active", "null"),
          invalid("\"name\":[]", "Patient.name", "empty"),
          invalid("\"name\":[{}]", "Patient.name[0]", "empty"),
          invalid("\"name\":[null]", "Patient.name[0]", "'name'"),
          invalid("\"name\":[{\"family\":\"\"}]", "Patient.name[0].family", "empty"),
          invalid("\"name\":[{\"id\":\"a\"}]", "Patient.name[0]", "id"),
          invalid("\"_active\":{\"id\":\"x\"}", "Patient.active", "'active'"),
          invalid("\"extension\":[{\"url\":\"http://x\"}]", "Patient.extension[0]", "value"),
          // Primitives.
          invalid("\"gender\":\"boy\"", "Patient.gender", "'boy'"),
          invalid("\"gender\":\"Male\"", "Patient.gender", "'Male'"),
          invalid("\"birthDate\":\"1980-13-01\"", "Patient.birthDate", "date"),
          invalid("\"birthDate\":\"1980-02-30\"", "Patient.birthDate", "date"),
          invalid("\"birthDate\":\"05\"", "Patient.birthDate", "date"),
          invalid("\"birthDate\":\"1980-01-01T00:00:00Z\"", "Patient.birthDate", "date"),
          invalid("\"deceasedDateTime\":\"2021-10-13+02:00\"", "Patient.deceased", "format"),
          invalid("\"deceasedDateTime\":\"2021-10-13T10:00:00\"", "Patient.deceased", "format"),
          invalid("\"deceasedDateTime\":\"2021-10-13T25:00:00Z\"", "Patient.deceased", "format"),
          invalid("\"meta\":{\"lastUpdated\":\"2020\"}", "Patient.meta.lastUpdated", "instant"),
          invalid("\"multipleBirthInteger\":1.5", "Patient.multipleBirth", "integer"),
          invalid("\"multipleBirthInteger\":99999999999", "Patient.multipleBirth", "integer"),
          invalid("\"id\":\"a b\"", "Patient.id", "'id'"),
          invalid("\"id\":\"" + "a".repeat(65) + "\"", "Patient.id", "'id'"),
          invalid(
              "\"photo\":[{\"data\":\"not base64!\"}]", "Patient.photo[0].data", "base64Binary"),
          invalid("\"name\":[{\"family\":\"a\\u0000b\"}]", "Patient.name[0].family", "'family'"),
          invalid("\"name\":[{\"family\":\"a\\ud800b\"}]", "Patient.name[0].family", "'family'"),
          invalid(
              "\"name\":[{\"family\":\"" + "x".repeat(1_200_000) + "\"}]",
              "Patient.name[0].family",
              "'family'"),
          // Narratives.
          narrative("hello", "single <div>"),
          narrative("<div><p>a</div>", "well-formed"),
          narrative("<div>a & b</div>", "well-formed"),
          narrative("<div></div>", "must not be empty"),
          narrative("<div> <p/> </div>", "must not be empty"),
          narrative("<div><script>alert(1)</script></div>", "'script'"),
          narrative("<div><img src='x' onerror='alert(1)'/></div>", "'onerror'"),
          narrative("<div><a href='javascript:alert(1)'>x</a></div>", "illegal link"),
          // JSON.
          invalid("\"active\":tru", "", "line 1, column"),
          invalid("\"multipleBirthInteger\":NaN", "", "line 1, column"),
          invalid("\"multipleBirthInteger\":0x10", "", "line 1, column"),
          invalid("\"multipleBirthInteger\":01", "", "line 1, column"),
          invalid("\"multipleBirthInteger\":+1", "", "line 1, column"),
          invalid("\"active\":true,", "", "line 1, column"),
          invalid("'active':true", "", "line 1, column"),
          invalid("/* */\"active\":true", "", "line 1, column"),
          invalid("\"name\":[{\"family\":\"a\u0001b\"}]", "", "line 1, column"),
          invalid("\"multipleBirthInteger\":" + "1".repeat(5000), "", "line 1, column"),
          invalid("\"" + "x".repeat(100_000) + "\":1", "", "line 1, column"),
          invalid("\"name\":" + "[".repeat(10_000) + "]".repeat(10_000), "", "deep"),
          invalid("\"foo\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000), "", "deep"),
          invalid(
              "\"extension\":"
                  + "[{\"url\":\"u\",\"extension\":".repeat(10_000)
                  + "[]"
                  + "}]".repeat(10_000),
              "",
              "deep"));

  /** Whole bodies, and what the text of the issue contains. */
  static final List<Arguments> BODIES =
      List.of(
          Arguments.of("", "JSON object"),
          Arguments.of("  \n", "JSON object"),
          Arguments.of("[]", "JSON object"),
          Arguments.of("null", "JSON object"),
          Arguments.of("\"Patient\"", "JSON object"),
          Arguments.of("17", "JSON object"),
          Arguments.of("<Patient xmlns=\"http://hl7.org/fhir\"/>", "line 1, column 1"),
          Arguments.of("{\"resourceType\":\"Patient\"", "line 1, column"),
          Arguments.of("{\"resourceType\":\"Patient\"} {}", "behind"),
          Arguments.of("{}", "resourceType"),
          Arguments.of("{\"active\":true}", "resourceType"),
          Arguments.of("{\"resourceType\":null}", "resourceType"),
          Arguments.of("{\"resourceType\":5}", "resourceType"),
          Arguments.of("{\"resourceType\":[\"Patient\"]}", "resourceType"),
          Arguments.of("{\"resourceType\":\"patient\"}", "'patient'"),
          Arguments.of("{\"resourceType\":\"HumanName\"}", "'HumanName'"),
          Arguments.of("{\"resourceType\":\"DomainResource\"}", "'DomainResource'"),
          Arguments.of("{\"resourceType\":\"Organization\",\"name\":\"x\"}", "must match"));

  /** Names and bytes that are no text in UTF-8, or none that JSON may have. */
  static final List<Arguments> NOT_UTF_8 =
      List.of(
          Arguments.of("Latin-1", new byte[] {'M', (byte) 0xfc, 'l', 'l', 'e', 'r'}),
          Arguments.of("no byte of UTF-8", new byte[] {'a', (byte) 0xff, 'b'}),
          Arguments.of("cut off", new byte[] {'a', (byte) 0xe2, (byte) 0x82}),
          Arguments.of("longer than needed", new byte[] {(byte) 0xc0, (byte) 0xaf}),
          Arguments.of("a surrogate", new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}),
          Arguments.of(
              "beyond Unicode", new byte[] {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80}),
          Arguments.of("NUL", new byte[] {'a', 0, 'b'}));

  private InvalidBodies() {}

  private static Arguments narrative(String div, String text) {
    return invalid(
        "\"text\":{\"status\":\"generated\",\"div\":\"" + div + "\"}", "Patient.text.div", text);
  }

  private static Arguments invalid(String content, String expression, String text) {
    return Arguments.of(content, expression, text);
  }
}
