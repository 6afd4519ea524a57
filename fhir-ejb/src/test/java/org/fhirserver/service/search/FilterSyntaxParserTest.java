package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Random;
import org.fhirserver.store.FhirException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterSyntaxParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "name co \"pet\" => (co name \"pet\")",
        "given eq \"peter\" and birthdate ge 2014-10-10 =>"
            + " (and (eq given \"peter\") (ge birthdate \"2014-10-10\"))",
        "code eq http://loinc.org|1234-5 => (eq code \"http://loinc.org|1234-5\")",
        "subject.name co \"pet\" => (co subject.name \"pet\")",
        "related[type eq \"has-component\"].target pr true =>"
            + " (pr related[(eq type \"has-component\")].target \"true\")",
        "related[type eq has-component].target re Observation/4 =>"
            + " (re related[(eq type \"has-component\")].target \"Observation/4\")",
        "subject:Patient.organization.name sw x => (sw subject:Patient.organization.name \"x\")",
        "a[b eq 1 or not(c eq 2)].d[e eq 3].f eq 4 =>"
            + " (eq a[(or (eq b \"1\") (not (eq c \"2\")))].d[(eq e \"3\")].f \"4\")",
        "`  a  eq\t1  ` => (eq a \"1\")",
        "_id eq a(b|c,d\"e => (eq _id \"a(b|c,d\"e\")",
      })
  void readsConditions(String text, String tree) {
    assertEquals(tree, FilterSyntaxParser.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "a eq 1 and b eq 2 and c eq 3 => (and (eq a \"1\") (eq b \"2\") (eq c \"3\"))",
        "a eq 1 or b eq 2 and c eq 3 => (and (or (eq a \"1\") (eq b \"2\")) (eq c \"3\"))",
        "a eq 1 and b eq 2 or c eq 3 => (or (and (eq a \"1\") (eq b \"2\")) (eq c \"3\"))",
        "a eq 1 and (b eq 2 or c eq 3) => (and (eq a \"1\") (or (eq b \"2\") (eq c \"3\")))",
        "not(a eq 1) and b eq 2 => (and (not (eq a \"1\")) (eq b \"2\"))",
        "not ( a eq 1 and b eq 2 ) => (not (and (eq a \"1\") (eq b \"2\")))",
        "not(not(a eq 1)) => (not (not (eq a \"1\")))",
        "((a eq 1)) => (eq a \"1\")",
        "android eq 1 or nothing eq 2 => (or (eq android \"1\") (eq nothing \"2\"))",
        "and eq or and or eq and => (and (eq and \"or\") (eq or \"and\"))",
      })
  void joinsFromLeftToRight(String text, String tree) {
    assertEquals(tree, FilterSyntaxParser.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "a eq \"x) and ]\" => (eq a \"x) and ]\")",
        "a eq \"\" => (eq a \"\")",
        "a eq \"say \\\"so\\\" \\\\ \\/ \" => (eq a \"say \"so\" \\ / \")",
        "a eq \"M\\u00fcller\" => (eq a \"Müller\")",
        "a eq \"\\ud83d\\ude00\" => (eq a \"😀\")",
      })
  void readsStringsAsJsonDoes(String text, String tree) {
    assertEquals(tree, FilterSyntaxParser.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "`` => 1: a search parameter",
        "name => 5: an operator",
        "name = x => 6: an operator",
        "name like x => 6: 'like' is no operator",
        "name EQ x => 6: 'EQ' is no operator",
        "name eq => 8: white space and a value",
        "`name eq ` => 9: a value",
        "name eq ) => 9: a value",
        "name eq\"x\" => 8: white space",
        "name eq \"x => 9: The string that starts here",
        "name eq \"x\\\" => 9: The string that starts here",
        "name eq \"\\x\" => 11: A string knows no such escape",
        "name eq \"\\u12g4\" => 14: Four hexadecimal digits",
        "name eq \"\\u1 => 13: Four hexadecimal digits",
        "name eq x y => 11: 'and', 'or' or the end",
        "name eq \"x\"y => 12: 'and', 'or' or the end",
        "name eq x) => 10: 'and', 'or' or the end",
        "(name eq x => 11: 'and', 'or' or ')' is expected instead of the end",
        "(name eq x] => 11: 'and', 'or' or ')' is expected instead of ']'",
        "name eq x and => 14: a search parameter",
        "name eq x and or name eq y => 18: 'name' is no operator",
        "not name eq x => 5: '(' after 'not'",
        "not => 4: '(' after 'not'",
        "() => 2: a search parameter",
        "1name eq x => 1: a search parameter",
        "subject. eq x => 10: a search parameter is expected instead of 'eq'",
        "subject.[a eq 1].b eq x => 9: a search parameter",
        "subject[name eq x eq y => 19: 'and', 'or' or ']'",
        "subject[name eq x] eq y => 20: '.' and a search parameter",
        "subject[] => 9: a search parameter",
        "na%me eq x => 3: an operator",
      })
  void saysWhereAndWhatIsExpected(String text, String message) {
    assertRefused(text, "_filter at character " + message);
  }

  @Test
  void refusesControlCharactersInStrings() {
    assertRefused("a eq \"x\ny\"", "_filter at character 8: A string holds no control characters");
  }

  @Test
  void endsAtItsLimits() {
    String longest = "a eq " + "x".repeat(FilterSyntaxParser.MAX_LENGTH - 5);
    FilterSyntaxParser.parse(longest);
    assertRefused(longest + "x", "_filter takes 8000 characters at most, not 8001.");

    FilterSyntaxParser.parse(nested(FilterSyntaxParser.MAX_DEPTH));
    assertRefused(nested(21), "_filter at character 21: Filters nest 20 levels deep at most.");
    assertRefused("not(".repeat(2000), "_filter at character 84: Filters nest 20 levels deep");
    assertRefused("a[".repeat(4000), "_filter at character 42: Filters nest 20 levels deep");

    FilterSyntaxParser.parse(conditions(FilterSyntaxParser.MAX_COMPARISONS));
    assertRefused(conditions(101), "_filter at character 1001: A filter has 100 conditions");
  }

  @Test
  void refusesWhateverElseComes() {
    Random random = new Random(4);
    String[] parts = {
      "a", "name", " ", " ", "eq", "co", "and", "or", "not", "(", ")", "[", "]", ".", "\"", "\\",
      "\\u", "1", "-", ":", "|", "é", "😀", "\u0000", "\n", "true", ","
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(30); length >= 0; length--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      try {
        FilterSyntaxParser.parse(text.toString());
      } catch (FhirException refused) {
        assertEquals(FhirException.Category.INVALID, refused.category(), text.toString());
      }
    }
  }

  private static String nested(int depth) {
    return "(".repeat(depth) + "a eq 1" + ")".repeat(depth);
  }

  private static String conditions(int count) {
    return String.join(" or ", Collections.nCopies(count, "a eq 1"));
  }

  private static void assertRefused(String text, String message) {
    FhirException refused = assertThrows(FhirException.class, () -> FilterSyntaxParser.parse(text));
    assertEquals(FhirException.Category.INVALID, refused.category());
    assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
  }
}
