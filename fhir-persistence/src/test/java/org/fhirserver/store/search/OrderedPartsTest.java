package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.ValueTest.TextMode;
import org.junit.jupiter.api.Test;

class OrderedPartsTest {
  private static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(FhirDefinitions.load(), SearchParameterDefinitions.load());

  @Test
  void areOneForEachValueAndPlace() {
    assertEquals(2, parts(match("code", token("a"), token("b"))));
    assertEquals(2, parts(match("combo-code", token("a"))));
    assertEquals(4, parts(match("combo-code", token("a"), token("b"))));
    assertEquals(1, parts(match("code", token("a"))));
  }

  @Test
  void areOneForEachTypeThatAReferenceMayPointTo() {
    EnumSet<ResourceType> types = EnumSet.of(ResourceType.PATIENT, ResourceType.GROUP);

    assertEquals(2, parts(match("subject", new ValueTest.Reference(types, "x"))));
  }

  @Test
  void areThoseOfAllAlternatives() {
    Expression ids = new Expression.Ids(List.of("x", "y"));

    assertEquals(2, parts(new Expression.Or(List.of(ids, match("code", token("a"))))));
  }

  @Test
  void areNoneWhereAnIndexHasAnotherOrder() {
    Match text = match("value-string", new ValueTest.Text(TextMode.STARTS, "x"));

    assertEquals(0, parts(text));
    assertEquals(0, parts(new Expression.Or(List.of(match("code", token("a")), text))));
    assertEquals(0, parts(match("code")));
    assertEquals(
        0, parts(match("code", new ValueTest.Token(Optional.of("urn:x"), Optional.empty()))));
    assertEquals(0, parts(new Expression.All()));
  }

  @Test
  void areNoneWhereTheyWouldBeMany() {
    ValueTest[] tests =
        IntStream.range(0, 500)
            .mapToObj(number -> (ValueTest) token("c" + number))
            .toArray(ValueTest[]::new);

    assertEquals(0, parts(match("code", tests)));
  }

  private static int parts(Expression condition) {
    return OrderedParts.of(condition).size();
  }

  private static ValueTest.Token token(String code) {
    return new ValueTest.Token(Optional.empty(), Optional.of(code));
  }

  private static Match match(String code, ValueTest... tests) {
    SearchParameter parameter = REGISTRY.find(ResourceType.OBSERVATION, code).orElseThrow();
    return new Match(parameter, parameter.sources(), List.of(tests));
  }
}
