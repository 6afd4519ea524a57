package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrettyJsonTest {

  @Test
  void hasALineForEachPropertyAndTheSameValues() {
    assertEquals(
        "{\n  \"a\": 1.50,\n  \"b\": [\n    \"x\\\"{,:\\\\\",\n    null\n  ],\n  \"c\": {},\n"
            + "  \"d\": [],\n  \"é\": {\n    \"e\": true\n  }\n}",
        pretty("{\"a\":1.50,\"b\":[\"x\\\"{,:\\\\\",null],\"c\":{},\"d\":[],\"é\":{\"e\":true}}"));
  }

  @Test
  void leavesOutOtherSpace() {
    assertEquals("{\n  \"a\": [\n    1\n  ]\n}", pretty("{ \"a\" :\n [\t1 ]\r\n}\n"));
  }

  private static String pretty(String json) {
    return new String(PrettyJson.of(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
