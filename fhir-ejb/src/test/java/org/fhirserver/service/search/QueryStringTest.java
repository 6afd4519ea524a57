package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.fhirserver.store.FhirException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {

  @Test
  void readsNamesAndValuesInTheirOrder() {
    assertEquals(
        List.of(
            new QueryParameter("name", "a b"),
            new QueryParameter("name:exact", "Mü&l=l%er"),
            new QueryParameter("flag", ""),
            new QueryParameter("empty", "")),
        QueryString.parse("&name=a+b&&name%3Aexact=M%C3%BC%26l%3Dl%25er&flag&empty="));
  }

  @Test
  void readsWhatItWrote() {
    List<QueryParameter> parameters =
        List.of(
            new QueryParameter("code", "http://loinc.org|8480-6$gt100\\,x"),
            new QueryParameter("date", "ge2020-01-01T00:00:00+01:00"),
            new QueryParameter("name:contains", "50% & ü 😀 \"#?/<>"));

    assertEquals(parameters, QueryString.parse(QueryString.of(parameters)));
  }

  @Test
  void takesLettersThatAreNotEncoded() {
    assertEquals(List.of(new QueryParameter("name", "Müller")), QueryString.parse("name=Müller"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name=%", "name=%4", "name=%zz", "na%me=x", "name=%ff", "name=%ed%a0%80"})
  void refusesMalformedEncoding(String query) {
    assertInvalid(query);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name=a%00b", "na%00me=b", "name=%00"})
  void refusesTheZeroCharacterThatNoResourceHolds(String query) {
    assertInvalid(query);
  }

  private static void assertInvalid(String query) {
    FhirException refused = assertThrows(FhirException.class, () -> QueryString.parse(query));

    assertEquals(FhirException.Category.INVALID, refused.category());
  }
}
