package org.fhirserver.store.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrativeTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "<div>a<p>b</p>c</div> => a b c",
        "<div><b>bold</b>er<br/>next</div> => bolder next",
        "<div>a<!-- <p>b</p> -->c</div> => ac",
        "<div title=\"x > y\">a</div> => a",
        "<div>a&nbsp;b &eacute;&#233;&#xe9; &amp; &lt;c&gt;</div> => a b ééé c",
        "<div>a&unknown;b &#x110000; &#; c & d</div> => a b c & d",
        "<div>a<p => a",
        "<div>a<!-- b => a",
        "a < b => a",
      })
  void isWhatAReaderSees(String xhtml, String text) {
    assertEquals(
        text, NarrativeText.of(xhtml).replace('\u00a0', ' ').replaceAll(" +", " ").strip());
  }
}
