package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.fhirserver.store.search.Expression.All;
import org.fhirserver.store.search.Expression.Ids;
import org.fhirserver.store.search.Expression.None;
import org.fhirserver.store.search.Expression.Not;
import org.junit.jupiter.api.Test;

class ExpressionTest {
  private static final Expression A = new Ids(List.of("a"));
  private static final Expression B = new Ids(List.of("b"));
  private static final Expression C = new Ids(List.of("c"));

  @Test
  void joinsWithoutNeedlessNesting() {
    assertEquals(
        "(and (id a) (id b) (id c))",
        Expression.and(List.of(A, Expression.and(List.of(B, C)))).toString());
    assertEquals(
        "(or (id a) (id b) (id c))",
        Expression.or(List.of(Expression.or(List.of(A, B)), C)).toString());
    assertEquals(
        "(and (or (id a) (id b)) (not (id c)))",
        Expression.and(List.of(Expression.or(List.of(A, B)), new Not(C))).toString());
  }

  @Test
  void leavesOutWhatChangesNothing() {
    assertEquals(A, Expression.and(List.of(new All(), A)));
    assertEquals(A, Expression.or(List.of(new None(), A)));
    assertEquals(new All(), Expression.and(List.of()));
    assertEquals(new None(), Expression.or(List.of()));
  }

  @Test
  void isDecidedByWhatDecides() {
    assertEquals(new None(), Expression.and(List.of(A, new None())));
    assertEquals(new All(), Expression.or(List.of(A, new All())));
  }
}
