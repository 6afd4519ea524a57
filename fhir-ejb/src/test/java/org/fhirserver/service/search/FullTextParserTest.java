package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullTextParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Patient?_text=heart => (words Patient._text heart)",
        "Patient?_content=Heart  ATTACK => (words Patient._content heart , attack)",
        "Patient?_content=Müller => (words Patient._content muller)",
        "Patient?_content=\"heart attack\" => (words Patient._content heart attack)",
        "Patient?_content=x-ray => (words Patient._content x ray)",
        "Patient?_content=heart -attack =>"
            + " (and (words Patient._content heart) (not (words Patient._content attack)))",
        "Patient?_content=-\"heart attack\" => (not (words Patient._content heart attack))",
        "Patient?_content=a b or c =>"
            + " (or (words Patient._content a , b) (words Patient._content c))",
        "Patient?_content=a,b OR c =>"
            + " (or (words Patient._content a) (words Patient._content b)"
            + " (words Patient._content c))",
        "Patient?_content=a\\,b => (words Patient._content a b)",
        "Patient?_content=\"a or b\" => (words Patient._content a or b)",
        "Patient?_content=or => (words Patient._content or)",
        "Patient?_content=or or or => (or (words Patient._content or) (words Patient._content or))",
        "Patient?_content=a ' %26 | ! <-> :* b => (words Patient._content a , b)",
        "Observation?patient._content=a => (chain patient Patient (words Patient._content a))",
        "Patient?_has:Observation:patient:_text=a =>"
            + " (has Observation patient (words Observation._text a))",
        "Bundle?_content=a => (words Bundle._content a)",
      })
  void readsWords(String url, String tree) {
    assertEquals(tree, SearchParsing.tree(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Patient?_text=!!! => an alternative without words",
        "Patient?_text=a,,b => an alternative without words",
        "Patient?_text=a or => an alternative without words",
        "Patient?_text=- => an alternative without words",
        "Patient?_text=\"\" => an alternative without words",
        "Patient?_text=\"a => a phrase has no closing quote",
        "Patient?_text=a\" => a phrase has no closing quote",
        "Bundle?_text=a => '_text' is not supported for resource type 'Bundle'",
        "Patient?_text:missing=true => '_text:missing' is not supported",
        "Patient?_sort=_text => Sorting by the '_text' parameter is not supported",
      })
  void refusesWhatHasNoWords(String url, String reason) {
    assertTrue(
        SearchParsing.refusal(url).get(0).contains(reason), SearchParsing.refusal(url).toString());
  }

  @Test
  void takesSixtyFourWords() {
    assertEquals(64, SearchParsing.tree("Patient?_text=" + "a ".repeat(64)).split(" a").length - 1);
    assertTrue(
        SearchParsing.refusal("Patient?_text=" + "a ".repeat(65)).get(0).contains("64 words"));
  }
}
