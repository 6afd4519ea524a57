package org.fhirserver.store.database;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows of an earlier release lack what later ones store beside the values. */
class RowDeletionTest {

  @Test
  void doesNotTellRowsByTheTextOfTheirCode() throws SQLException {
    for (Dialect dialect : DialectsForTests.all()) {
      String sql =
          deletion(dialect, IndexTable.TOKEN, List.of(1L, 2L, "code", Optional.of("called so")));

      assertTrue(sql.contains("code_hash = ") && sql.contains("system_hash = "), sql);
      assertFalse(sql.matches(".*\\btext (=|is).*"), sql);
    }
  }

  @Test
  void doesNotTellUrisByTheirEnd() throws SQLException {
    for (Dialect dialect : DialectsForTests.all()) {
      String sql = deletion(dialect, IndexTable.URI, List.of(1L, "http:", Optional.of("http://x")));

      assertTrue(sql.contains("value_hash = "), sql);
      assertFalse(sql.matches(".*\\blong_value (=|is).*"), sql);
    }
  }

  private static String deletion(Dialect dialect, IndexTable table, List<Object> values)
      throws SQLException {
    IndexRows removed = new IndexRows();
    removed.add(table, new IndexRows.Row((short) 1, (short) 0, 7, 4711L, -1, values));
    List<String> texts = new ArrayList<>();
    dialect.indexWriter().change(recording(texts), removed, new IndexRows());
    return String.join("; ", texts);
  }

  /** A connection that keeps the texts of its statements and does nothing. */
  private static Connection recording(List<String> texts) {
    PreparedStatement statement =
        proxy(
            PreparedStatement.class,
            (method, argument) -> method.equals("executeUpdate") ? 1 : false);
    return proxy(
        Connection.class,
        (method, argument) -> {
          texts.add(argument);
          return statement;
        });
  }

  private interface Answer {
    Object of(String method, String argument);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getReturnType() == void.class
                    ? null
                    : answer.of(
                        method.getName(), arguments == null ? "" : String.valueOf(arguments[0]))));
  }
}
