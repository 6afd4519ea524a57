package org.fhirserver.store.terminology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fhirserver.store.FhirException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueSetEvaluationTest {
  private static final String ANIMALS =
      """
      'version':'2','content':'complete','caseSensitive':true,
      'property':[{'code':'legs','type':'integer'},{'code':'old','type':'boolean'},
        {'code':'kin','uri':'http://hl7.org/fhir/concept-properties#parent','type':'code'}],
      'concept':[
        {'code':'animal','concept':[
          {'code':'bird','property':[{'code':'legs','valueInteger':2}],
            'concept':[{'code':'hen'},{'code':'duck'}]},
          {'code':'cat','property':[{'code':'legs','valueInteger':4}]}]},
        {'code':'dodo','property':[{'code':'kin','valueCode':'bird'},
          {'code':'inactive','valueBoolean':true}]},
        {'code':'plant'}]
      """;

  private final GivenTerminology given =
      new GivenTerminology()
          .codeSystem("urn:animals", ANIMALS)
          .codeSystem("urn:some", "'content':'fragment','concept':[{'code':'a'}]");

  private String codes(String elements) {
    return codes(given.valueSet("urn:vs", elements), 10_000);
  }

  private static String codes(TerminologySource source, int most) {
    CodeSet set = ValueSetEvaluation.codes(source, Canonical.parse("urn:vs"), most);
    Map<String, Object> sorted = new TreeMap<>();
    set.codes().forEach((system, codes) -> sorted.put(system, new TreeSet<>(codes)));
    set.wholeSystems().forEach(system -> sorted.put(system, "all"));
    return sorted.toString();
  }

  private FhirException refusal(String elements) {
    FhirException refused = assertThrows(FhirException.class, () -> codes(elements));
    assertEquals(FhirException.Category.INVALID, refused.category());
    return refused;
  }

  private static String include(String parts) {
    return "'compose':{'include':[%s]}".formatted(parts);
  }

  private static String filter(String property, String operator, String value) {
    return include(
        "{'system':'urn:animals','filter':[{'property':'%s','op':'%s','value':'%s'}]}"
            .formatted(property, operator, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "concept;is-a;bird;bird, dodo, duck, hen",
        "code;is-a;bird;bird, dodo, duck, hen",
        "concept;descendent-of;bird;dodo, duck, hen",
        "concept;is-not-a;bird;animal, cat, plant",
        "concept;generalizes;hen;animal, bird, hen",
        "concept;=;cat;cat",
        "concept;in;cat,hen;cat, hen",
        "concept;not-in;cat,hen,plant,dodo;animal, bird, duck",
        "code;regex;[a-d]+.*[gkt];cat, duck",
        "parent;=;bird;dodo, duck, hen",
        "parent;exists;false;animal, plant",
        "child;=;hen;bird",
        "child;in;hen,cat;animal, bird",
        "legs;=;4;cat",
        "legs;in;2,4;bird, cat",
        "legs;not-in;2;animal, cat, dodo, duck, hen, plant",
        "legs;exists;true;bird, cat",
        "legs;regex;[0-3];bird",
        "old;exists;true;''",
        "kin;=;bird;dodo",
      })
  void appliesFilters(String property, String operator, String value, String expected) {
    String codes = expected.isEmpty() ? "{}" : "{urn:animals=[" + expected + "]}";
    assertEquals(codes, codes(filter(property, operator, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "concept, is-a, unicorn",
    "concept, sounds-like, cat",
    "wings, =, 2",
    "display, =, Cat",
    "legs, is-a, 2",
    "legs, exists, perhaps",
    "code, regex, '('",
  })
  void refusesFiltersThatCannotBeApplied(String property, String operator, String value) {
    String text = refusal(filter(property, operator, value)).getMessage();
    assertTrue(text.contains("urn:vs"), text);
    assertTrue(text.contains(property + " " + operator + " " + value), text);
    assertTrue(text.contains("urn:animals"), text);
  }

  @Test
  void letsNoExpressionBacktrackForEver() {
    given.codeSystem(
        "urn:long", "'content':'complete','concept':[{'code':'%s'}]".formatted("a".repeat(60)));
    FhirException refused =
        refusal(
            include(
                "{'system':'urn:long','filter':[{'property':'code','op':'regex',"
                    + "'value':'(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)b'}]}"));
    assertEquals("too-costly", refused.issues().get(0).code());
  }

  @Test
  void appliesAllFiltersOfAPart() {
    assertEquals(
        "{urn:animals=[duck, hen]}",
        codes(
            include(
                """
                {'system':'urn:animals','filter':[
                  {'property':'concept','op':'is-a','value':'bird'},
                  {'property':'code','op':'regex','value':'.*[kn]'}]}
                """)));
  }

  @Test
  void listsACompleteSystemAndTakesAnyCodeOfAnother() {
    assertEquals(
        "{urn:animals=[animal, bird, cat, dodo, duck, hen, plant], urn:some=all, urn:x=all}",
        codes(include("{'system':'urn:animals'},{'system':'urn:some'},{'system':'urn:x'}")));
  }

  @Test
  void takesListedCodesOfAnySystem() {
    assertEquals(
        "{urn:animals=[cat], urn:x=[1, 2]}",
        codes(
            include(
                "{'system':'urn:x','version':'7','concept':[{'code':'1'},{'code':'2'}]},"
                    + "{'system':'urn:animals','concept':[{'code':'cat'}]}")));
  }

  @Test
  void excludesWhatOtherPartsInclude() {
    assertEquals(
        "{urn:animals=[animal, bird, cat, plant], urn:x=[1]}",
        codes(
            """
            'compose':{'include':[{'system':'urn:animals'},{'system':'urn:y'},
                {'system':'urn:x','concept':[{'code':'1'},{'code':'2'}]}],
              'exclude':[{'system':'urn:x','concept':[{'code':'2'}]},{'system':'urn:y'},
                {'system':'urn:animals','filter':[
                  {'property':'concept','op':'descendent-of','value':'bird'}]}]}
            """));
  }

  @Test
  void refusesToExcludeCodesOfASystemThatIsNotKnown() {
    String text =
        refusal(
                """
                'compose':{'include':[{'system':'urn:x'}],
                  'exclude':[{'system':'urn:x','concept':[{'code':'2'}]}]}
                """)
            .getMessage();
    assertTrue(text.contains("'urn:vs' cannot be evaluated"), text);
  }

  @Test
  void intersectsTheValueSetsOfAPart() {
    given.valueSet("urn:birds", filter("concept", "is-a", "bird"));
    given.valueSet("urn:all", include("{'system':'urn:animals'},{'system':'urn:x'}"));
    assertEquals(
        "{urn:animals=[dodo, duck, hen]}",
        codes(
            include(
                """
                {'valueSet':['urn:birds','urn:all'],'system':'urn:animals','filter':[
                  {'property':'concept','op':'descendent-of','value':'animal'},
                  {'property':'concept','op':'is-not-a','value':'cat'},
                  {'property':'child','op':'exists','value':'false'}]}
                """)));
  }

  @Test
  void intersectsWithAWholeSystem() {
    given.valueSet("urn:all", include("{'system':'urn:x'}"));
    given.valueSet("urn:two", include("{'system':'urn:x','concept':[{'code':'1'}]}"));
    assertEquals("{urn:x=[1]}", codes(include("{'valueSet':['urn:all','urn:two']}")));
    assertEquals("{urn:x=[1]}", codes(include("{'valueSet':['urn:two','urn:all']}")));
  }

  @Test
  void refusesValueSetsThatIncludeThemselves() {
    given.valueSet("urn:other", include("{'valueSet':['urn:vs']}"));
    String text = refusal(include("{'valueSet':['urn:other']}")).getMessage();
    assertTrue(text.contains("'urn:vs' includes itself"), text);
  }

  @Test
  void refusesWhatIsNested50Deep() {
    for (int i = 0; i < 60; i++) {
      given.valueSet("urn:" + i, include("{'valueSet':['urn:" + (i + 1) + "']}"));
    }
    FhirException refused = refusal(include("{'valueSet':['urn:0']}"));
    assertEquals("too-costly", refused.issues().get(0).code());
  }

  @Test
  void evaluatesEachNestedValueSetOnce() {
    for (int i = 0; i < 40; i++) {
      String next = "{'valueSet':['urn:%d']}".formatted(i + 1);
      given.valueSet("urn:" + i, include(next + "," + next));
    }
    given.valueSet("urn:40", include("{'system':'urn:x'}"));
    assertEquals("{urn:x=all}", codes(include("{'valueSet':['urn:0']}")));
  }

  @Test
  void namesSystemsThatItDoesNotKnow() {
    String text =
        refusal(
                include(
                    "{'system':'urn:nowhere','filter':[{'property':'concept','op':'is-a',"
                        + "'value':'a'}]}"))
            .getMessage();
    assertTrue(text.contains("'urn:nowhere' is not known"), text);
  }

  @Test
  void refusesFiltersOnPartsOfASystem() {
    String text =
        refusal(
                include(
                    "{'system':'urn:some','filter':[{'property':'concept','op':'is-a',"
                        + "'value':'a'}]}"))
            .getMessage();
    assertTrue(text.contains("urn:some"), text);
  }

  @Test
  void asksForTheVersionOfASystem() {
    assertEquals(
        "{urn:animals=[animal, bird, cat, dodo, duck, hen, plant]}",
        codes(include("{'system':'urn:animals','version':'2'}")));
    String text = refusal(include("{'system':'urn:animals','version':'3'}")).getMessage();
    assertTrue(text.contains("'urn:animals|3' is not known"), text);
  }

  @Test
  void namesValueSetsThatItDoesNotKnow() {
    String text = refusal(include("{'valueSet':['urn:nowhere|4']}")).getMessage();
    assertTrue(text.contains("'urn:nowhere|4' is not known"), text);
  }

  @Test
  void leavesOutInactiveCodesIfAsked() {
    String compose =
        "'compose':{'inactive':%s,'include':[{'system':'urn:animals','filter':["
            + "{'property':'concept','op':'is-a','value':'bird'}]}]}";
    assertEquals("{urn:animals=[bird, duck, hen]}", codes(compose.formatted("false")));
    assertEquals("{urn:animals=[bird, dodo, duck, hen]}", codes(compose.formatted("true")));
  }

  @Test
  void takesAnExpansionIfThereAreNoRules() {
    assertEquals(
        "{urn:x=[1, 3, 4]}",
        codes(
            """
            'expansion':{'timestamp':'2020-01-01','total':4,'contains':[
              {'system':'urn:x','code':'1','contains':[
                {'system':'urn:x','code':'2','abstract':true,
                  'contains':[{'system':'urn:x','code':'3'}]}]},
              {'system':'urn:x','code':'4'}]}
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'total':2,",
        "'offset':1,",
        "'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/valueset-unclosed',"
            + "'valueBoolean':true}],",
      })
  void refusesAnIncompleteExpansion(String mark) {
    String text =
        refusal(
                "'expansion':{"
                    + mark
                    + "'timestamp':'2020-01-01','contains':[{'system':'urn:x','code':'1'}]}")
            .getMessage();
    assertTrue(text.contains("'urn:vs' cannot be evaluated"), text);
  }

  @Test
  void refusesWhatSaysNothing() {
    assertTrue(refusal("'name':'x'").getMessage().contains("neither rules nor an expansion"));
    assertTrue(refusal(include("{'id':'x'}")).getMessage().contains("neither a code system"));
  }

  @Test
  void refusesMoreCodesThanAllowed() {
    given.valueSet("urn:vs", include("{'system':'urn:animals'}"));
    assertEquals(7, ValueSetEvaluation.codes(given, Canonical.parse("urn:vs"), 7).size());
    FhirException refused = assertThrows(FhirException.class, () -> codes(given, 6));
    assertEquals("too-costly", refused.issues().get(0).code());
  }
}
