package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StringFormTest {

  @ParameterizedTest
  @CsvSource({
    "Müller, MULLER",
    "Müller, mu\u0308ller",
    "Ångström, angstrom",
    "Nguyễn, nguyen",
    "ﬁscher, Fischer",
    "İstanbul, istanbul",
    "ΟΔΟΣ, οδος",
    "ΠΑΠΠΑΣ, παππασ",
    "Ёлкин, елкин",
  })
  void letsCaseAndAccentsNotCount(String one, String other) {
    assertEquals(StringForm.of(one), StringForm.of(other));
  }

  @ParameterizedTest
  @CsvSource({"Smith, Smyth", "O'Brien, OBrien", "a-b, ab", "a_b, axb", "50%, 50", "李, 王"})
  void keepsLettersAndPunctuationApart(String one, String other) {
    assertNotEquals(StringForm.of(one), StringForm.of(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {" van  der\tBerg ", "van\u00a0der Berg", "van\nder\r\nberg"})
  void takesRunsOfWhiteSpaceAsOneBlank(String text) {
    assertEquals("van der berg", StringForm.of(text));
  }

  @ParameterizedTest
  @CsvSource({
    "ΟΔΟΣΑΚΗΣ, ΟΔΟΣ",
    "Müllermann, MÜLLER",
    "Ἀριστοτέλης, αρισ",
    "𝒜lpha, a",
    "Straße, STRA",
  })
  void isPrefixOfTheFormOfWhateverBeginsSo(String text, String prefix) {
    assertTrue(
        StringForm.of(text).startsWith(StringForm.of(prefix)),
        () -> StringForm.of(text) + " should start with " + StringForm.of(prefix));
  }

  @Test
  void isItsOwnForm() {
    for (String text : new String[] {"Müller", "ΟΔΟΣ", "İ", "ﬁ", " a  b ", "𝒜", "ǅ", "ẞ", "ſ"}) {
      String form = StringForm.of(text);

      assertEquals(form, StringForm.of(form));
    }
  }

  @Test
  void isEmptyForTextWithoutCharacters() {
    assertEquals("", StringForm.of(" \t\u0301 "));
  }
}
