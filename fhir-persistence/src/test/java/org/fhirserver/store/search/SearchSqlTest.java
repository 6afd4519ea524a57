package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.database.DialectsForTests;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.ValueTest.TextMode;
import org.fhirserver.store.tenant.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SearchSqlTest {
  private static final String EVIL = "x' or '1'='1\\ \"--;%_?{}";
  private static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(FhirDefinitions.load(), SearchParameterDefinitions.load());

  static Stream<Expression> expressions() {
    Optional<String> evil = Optional.of(EVIL);
    BigDecimal number = new BigDecimal("31415.92");
    DateRange range = DateRange.parse("2013-01-14").orElseThrow();
    return Stream.of(
        match("identifier", new ValueTest.Token(evil, evil)),
        match("identifier", new ValueTest.Token(evil, evil), new ValueTest.Token(evil, evil)),
        match("code", new ValueTest.Token(Optional.empty(), evil)),
        match("value-string", new ValueTest.Text(TextMode.STARTS, EVIL)),
        match("value-string", new ValueTest.Text(TextMode.STARTS, EVIL.repeat(20))),
        match("value-string", new ValueTest.Text(TextMode.CONTAINS, EVIL)),
        match("value-string", new ValueTest.Text(TextMode.EXACT, EVIL)),
        match("value-string", new ValueTest.WholeText(Comparator.EQ, EVIL)),
        match("value-string", new ValueTest.WholeText(Comparator.GT, EVIL.repeat(20))),
        match("value-string", new ValueTest.WholeText(Comparator.LE, EVIL)),
        match("value-string", new ValueTest.TextEnd(EVIL)),
        match(
            "code",
            new ValueTest.NoneOf(
                List.of(new ValueTest.Token(evil, evil), new ValueTest.Token(evil, evil)))),
        new Expression.FullText(
            FullTextField.CONTENT.path(ResourceType.OBSERVATION),
            List.of(List.of("31415", "4711"), List.of(EVIL))),
        match("date", new ValueTest.Date(Comparator.NE, range)),
        match("date", new ValueTest.Date(Comparator.GE, range)),
        match("date", new ValueTest.Date(Comparator.LT, range)),
        match(
            "value-quantity",
            new ValueTest.Quantity(Comparator.EQ, number, number, number, evil, evil)),
        match("subject", new ValueTest.Reference(EnumSet.of(ResourceType.PATIENT), "pat-4711")),
        match("subject", new ValueTest.Uri(EVIL)),
        match("_profile", new ValueTest.Uri(EVIL)),
        match("_profile", new ValueTest.UriBelow(EVIL)),
        match("_profile", new ValueTest.UriBelow(EVIL.repeat(20))),
        match("_profile", new ValueTest.UriAbove(EVIL)),
        match("code", new ValueTest.CodeText(EVIL), new ValueTest.CodeText(EVIL)),
        new Expression.Ids(List.of("pat-4711", "pat-4712", "pat-4713")),
        new Expression.LastUpdated(new ValueTest.Date(Comparator.NE, range)));
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void bindsWhateverTheRequestSays(Expression expression) {
    for (Dialect dialect : DialectsForTests.all()) {
      for (Expression filter : List.of(expression, new Expression.Not(expression))) {
        assertBound(page(dialect, filter, List.of(), Optional.empty()));
        assertBound(compiler(dialect).count(filter));
      }
    }
  }

  @Test
  void bindsPlaces() {
    SearchParameter near = REGISTRY.find(ResourceType.LOCATION, "near").orElseThrow();
    ValueTest test = new ValueTest.Near(31.415, 47.11, 4711);
    for (Dialect dialect : DialectsForTests.all()) {
      assertBound(compiler(dialect).count(new Match(near, near.sources(), List.of(test, test))));
    }
  }

  @Test
  void bindsWhatTheCursorSays() {
    SortKey key = new SortKey(parameter("value-string"), true);
    PageCursor cursor = new PageCursor(List.of(Optional.of(EVIL)), 4711L);
    for (Dialect dialect : DialectsForTests.all()) {
      assertBound(page(dialect, new Expression.All(), List.of(key), Optional.of(cursor)));
    }
  }

  @Test
  void hasOneShapeForAllValuesOfAParameter() {
    for (Dialect dialect : DialectsForTests.all()) {
      assertEquals(
          countOf(dialect, match("identifier", token("a"), token("b"))),
          countOf(dialect, match("identifier", token("c"), token(EVIL))));
      assertEquals(
          countOf(dialect, match("identifier", token("a"), token("b"), token("c"))),
          countOf(dialect, match("identifier", token("a"), token("b"), token("c"), token("d"))));
    }
  }

  @Test
  void sendsAManyValuedListAsOneValueThatNoProbeLooksUpByIndex() {
    ValueTest[] tests =
        IntStream.range(0, 7000).mapToObj(i -> token("c" + i)).toArray(ValueTest[]::new);
    for (Dialect dialect : DialectsForTests.all()) {
      SqlText leading = compiler(dialect).count(match("identifier", tests));
      SqlText probing = compiler(dialect).count(new Expression.Not(match("identifier", tests)));

      assertTrue(leading.values().size() <= 3, leading.toString());
      assertFalse(leading.toString().contains("code_hash + 0"), leading.toString());
      assertTrue(probing.toString().contains("code_hash + 0"), probing.toString());
      assertBound(probing);
    }
  }

  private static String countOf(Dialect dialect, Expression filter) {
    return compiler(dialect).count(new Expression.Not(filter)).toString();
  }

  private static void assertBound(SqlText sql) {
    String text = sql.toString().replaceAll("--DERBY-PROPERTIES [\\w=, ]+\n", "");

    assertEquals(
        sql.values().size(), text.chars().filter(character -> character == '?').count(), text);
    for (String said : List.of("'1'", "--", "4711", "31415", "1358121600")) {
      assertFalse(text.contains(said), text);
    }
    assertTrue(
        sql.values().stream()
            .allMatch(
                value ->
                    value instanceof Long
                        || value instanceof long[]
                        || value instanceof String
                        || value instanceof Double));
  }

  private static SqlText page(
      Dialect dialect, Expression filter, List<SortKey> sort, Optional<PageCursor> cursor) {
    return new PageCompiler(
            dialect,
            Tenant.DEFAULT,
            new PageDirection(PageOrder.of(sort), false),
            type -> compiler(dialect))
        .page(List.of(new TypeQuery(ResourceType.OBSERVATION, filter, sort)), cursor, 11);
  }

  private static QueryCompiler compiler(Dialect dialect) {
    return new QueryCompiler(
        dialect,
        Tenant.DEFAULT,
        ResourceType.OBSERVATION,
        new LegSizes(new LegSizes.Memory(), emptyDatabase()));
  }

  /** A connection whose every query yields one row with the number 0. */
  private static Connection emptyDatabase() {
    return answering(Connection.class);
  }

  private static <T> T answering(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Class<?> result = method.getReturnType();
              if (result == long.class) {
                return 0L;
              }
              if (result == boolean.class) {
                return true;
              }
              return result.isInterface() ? answering(result) : null;
            }));
  }

  private static ValueTest.Token token(String code) {
    return new ValueTest.Token(Optional.empty(), Optional.of(code));
  }

  private static Match match(String code, ValueTest... tests) {
    return new Match(parameter(code), parameter(code).sources(), List.of(tests));
  }

  private static SearchParameter parameter(String code) {
    return REGISTRY.find(ResourceType.OBSERVATION, code).orElseThrow();
  }
}
