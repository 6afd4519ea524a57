package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Include;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The refusals are tested over HTTP. */
class IncludeParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "_include=* => FORWARD * *",
        "_include=*:* => FORWARD * *",
        "_include=*:*:Patient => FORWARD * * Patient",
        "_include=Observation:* => FORWARD Observation *",
        "_include=Observation:*:Patient => FORWARD Observation * Patient",
        "_include=Observation:subject => FORWARD Observation subject",
        "_include=Observation:subject:Group => FORWARD Observation subject Group",
        "_include:iterate=Observation:subject => FORWARD iterate Observation subject",
        "_include:recurse=Observation:subject => FORWARD iterate Observation subject",
        "_revinclude=* => REVERSE * *",
        "_revinclude:recurse=*:* => REVERSE iterate * *",
        "_revinclude=Group:member:Patient => REVERSE Group member Patient",
      })
  void readsAllForms(String parameter, String expected) {
    Include include = SearchParsing.strict("Observation?" + parameter).includes().get(0);

    assertEquals(
        expected,
        include.direction()
            + (include.iterates() ? " iterate" : "")
            + include.source().map(type -> " " + type).orElse(" *")
            + include.parameter().map(SearchParameter::code).map(code -> " " + code).orElse(" *")
            + include.target().map(type -> " " + type).orElse(""));
  }

  @Test
  void readsEachOnceAndIgnoresEmptyValues() {
    String once = "_include=Observation:subject";

    assertEquals(
        1, SearchParsing.strict("Observation?_include=&" + once + "&" + once).includes().size());
  }

  @Test
  void takesAHundredAtMost() {
    List<String> all =
        Arrays.stream(ResourceType.values())
            .flatMap(type -> SearchParsing.REGISTRY.parameters(type).stream())
            .filter(parameter -> parameter.type() == SearchParameterType.REFERENCE)
            .map(parameter -> "_include=" + parameter.base() + ":" + parameter.code())
            .toList();

    assertEquals(100, includes(all.subList(0, 100)));
    assertEquals(
        List.of("A search takes at most 100 parameters _include and _revinclude."),
        SearchParsing.refusal("Observation?" + String.join("&", all.subList(0, 101))));
  }

  private static int includes(List<String> parameters) {
    return SearchParsing.strict("Observation?" + String.join("&", parameters)).includes().size();
  }
}
