package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Heart  Attack! => heart|attack",
        "Müller-Lüdenscheidt => muller|ludenscheidt",
        "don't => don|t",
        "5.4 mmol/L => 5|4|mmol|l",
        "ﬁne ½ => fine|1|2",
        "`` => ``",
        "-- \" ' \\ : => ``",
        "心臓病 => 心|臓|病",
        "mg心x => mg|心|x",
        "ไทย => ไ|ท|ย",
        "Ελλάδα => ελλαδα",
        "한국 어 => 한국|어",
        "x😀𝔘y => x|uy",
      })
  void areRunsOfLettersAndDigits(String text, String words) {
    assertEquals(
        java.text.Normalizer.normalize(words, java.text.Normalizer.Form.NFKD),
        String.join("|", Words.of(text)));
  }

  @Test
  void areCutWhereTheyAreLong() {
    assertEquals(List.of("x".repeat(100), "y"), Words.of("x".repeat(5_000) + " y"));
  }
}
