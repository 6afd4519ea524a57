package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedSyntaxTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "*/* | JSON",
        "* | JSON",
        "text/* | JSON",
        "application/fhir+xml, */* | XML",
        "application/fhir+json;q=0.2, application/xml;q=0.3 | XML",
        "application/fhir+json;q=0, application/* | XML",
        "application/json;q=0, */* | JSON",
        "text/html, */*;q=.2 | HTML",
        "text/html;q=0.5, */*;q=0.8 | JSON",
        "application/fhir+xml;fhirVersion=3.0 | none",
        "application/fhir+json;fhirVersion=4.0 | JSON",
        "image/png | none",
        "*/*;q=0 | none",
      })
  void isWhatTheClientLikesMost(String accept, Syntax expected) {
    assertEquals(Optional.ofNullable(expected), AcceptedSyntax.of(MediaRange.allOf(accept)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "foo | unknown/unknown",
        "/ | unknown/unknown",
        "a/b;q=2 | unknown/unknown",
        "a/b;=x | unknown/unknown",
        "foo, A/B;q=.5 | a/b;q=0.5",
        "*;q=0.2 | */*;q=0.2",
        "a/b;x=\"1,2\", c/d;fhirVersion=\"4.0\" | a/b;q=1.0, c/d;fhirVersion=\"4.0\";q=1.0",
      })
  void rangesThatAreNoneCountForNothing(String accept, String readable) {
    assertEquals(readable, MediaTypeFilter.readable(List.of(accept)));
  }

  @Test
  void longHeadersTakeNoLongTime() {
    assertEquals(
        Optional.empty(),
        AcceptedSyntax.of(MediaRange.allOf("a/b;" + "x=\"".repeat(10_000) + ",;".repeat(10_000))));
  }
}
