package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "x-gzip | true",
        "br, GZIP;q=0.1 | true",
        "* | true",
        "identity | false",
        "gzip;q=0 | false",
        "gzip; q=0.000, * | false",
        "*;q=0 | false",
        "'' | false",
        ",;, | false",
      })
  void isForThoseWhoAcceptIt(String acceptEncoding, boolean expected) {
    assertEquals(
        expected, Compression.isAccepted(Collections.enumeration(List.of(acceptEncoding))));
  }

  @Test
  void keepsTheBody() throws IOException {
    byte[] body = "abc".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    assertArrayEquals(
        body, new GZIPInputStream(new ByteArrayInputStream(Compression.of(body))).readAllBytes());
  }
}
