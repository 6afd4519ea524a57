package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.search.SearchRequest.Total;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.search.PageCursor;
import org.junit.jupiter.api.Test;

class SearchParserTest {

  @Test
  void hasDefaults() {
    SearchRequest request = SearchParsing.strict("Patient?");

    assertEquals("(all)", request.filter().toString());
    assertEquals(List.of(), request.types().get(0).sort());
    assertEquals(10, request.count());
    assertEquals(Optional.empty(), request.after());
    assertEquals(Total.DEFAULT, request.total());
    assertEquals(List.of(), request.warnings());
    assertEquals(List.of(), request.used());
  }

  @Test
  void readsSortKeysInTheirOrder() {
    assertEquals(
        List.of("family", "-birthdate", "_id"),
        SearchParsing.strict("Patient?_sort=family,-birthdate,_id").types().get(0).sort().stream()
            .map(key -> (key.descending() ? "-" : "") + key.parameter().code())
            .toList());
  }

  @Test
  void cutsPagesToTheLimitAndSaysSo() {
    SearchRequest request = SearchParsing.strict("Patient?_count=1001");

    assertEquals(1000, request.count());
    assertEquals(1, request.warnings().size());
    assertEquals(List.of(), SearchParsing.strict("Patient?_count=1000").warnings());
  }

  @Test
  void countsAloneForSummaryCountAndForPagesOfNothing() {
    assertEquals(0, SearchParsing.strict("Patient?_summary=count&_count=5").count());
    assertEquals(0, SearchParsing.strict("Patient?_count=0").count());
    assertEquals(5, SearchParsing.strict("Patient?_summary=false&_count=5").count());
  }

  @Test
  void takesEstimatesForAccurateTotals() {
    assertEquals(Total.ACCURATE, SearchParsing.strict("Patient?_total=estimate").total());
    assertEquals(Total.ACCURATE, SearchParsing.strict("Patient?_total=accurate").total());
    assertEquals(Total.NONE, SearchParsing.strict("Patient?_total=none").total());
  }

  @Test
  void leavesOutWhatItDoesNotUnderstandIfLenient() {
    SearchRequest request =
        SearchParsing.lenient("Patient?foo=1&name=x&birthdate=y&_sort=foo&gender:above=z&name=x");

    assertEquals("(string name starts x)", shortened(request.filter().toString()));
    assertEquals(List.of(new QueryParameter("name", "x")), request.used());
    assertEquals(4, request.warnings().size());
    assertEquals(
        List.of("warning"), request.warnings().stream().map(Issue::severity).distinct().toList());
  }

  @Test
  void leavesOutEmptyValues() {
    SearchRequest request = SearchParsing.strict("Patient?name=&gender=male");

    assertEquals("(token gender male)", request.filter().toString());
    assertEquals(List.of(new QueryParameter("gender", "male")), request.used());
  }

  @Test
  void keepsTheContinuationApartFromTheParameters() {
    String token = new PageCursor(List.of(), 5).encode();
    SearchRequest request = SearchParsing.strict("Patient?name=x&ct=" + token);

    assertEquals(new PageCursor(List.of(), 5), request.after().orElseThrow());
    assertEquals(List.of(new QueryParameter("name", "x")), request.used());
  }

  @Test
  void refusesBrokenContinuationEvenIfLenient() {
    FhirException refused =
        assertThrows(FhirException.class, () -> SearchParsing.lenient("Patient?ct=garbage"));

    assertEquals(FhirException.Category.INVALID, refused.category());
  }

  @Test
  void refusesResultParametersThatContradictEachOther() {
    for (String url :
        List.of(
            "Patient?_count=5&_count=6",
            "Patient?_sort=name&_sort=_id",
            "Patient?_total=none&_total=accurate",
            "Patient?ct=AAAAAAAAAAE&ct=AAAAAAAAAAI")) {
      assertEquals(1, SearchParsing.refusal(url).size(), url);
    }
    assertEquals(5, SearchParsing.strict("Patient?_count=5&_count=5").count());
  }

  /** Equal conditions may stand once or twice. */
  private static String shortened(String tree) {
    return tree.replace(
        "(and (string name starts x) (string name starts x))", "(string name starts x)");
  }
}
