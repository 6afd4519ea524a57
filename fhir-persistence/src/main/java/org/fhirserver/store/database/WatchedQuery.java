package org.fhirserver.store.database;

import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A prepared query that notes what is bound, how many rows it yields and how long that takes. */
final class WatchedQuery {
  private final String purpose;
  private final String sql;
  private final SortedMap<Integer, Object> values = new TreeMap<>();
  private long nanos;
  private long rows;

  WatchedQuery(String purpose, String sql) {
    this.purpose = purpose;
    this.sql = sql;
  }

  Trace.Query asQuery() {
    return new Trace.Query(
        purpose, sql, List.copyOf(values.values()), Duration.ofNanos(nanos), rows);
  }

  /** The statement itself, watched. */
  PreparedStatement watch(PreparedStatement statement, Trace trace) {
    return WatchedConnection.proxy(
        PreparedStatement.class,
        (method, arguments) -> onStatement(statement, trace, method, arguments));
  }

  private @Nullable Object onStatement(
      PreparedStatement statement, Trace trace, Method method, Object[] arguments)
      throws SQLException {
    if (method.getName().startsWith("set")
        && arguments.length == 2
        && arguments[0] instanceof Integer position) {
      values.put(position, arguments[1]);
    }
    if (!method.getName().equals("executeQuery") || arguments.length > 0) {
      return WatchedConnection.call(statement, method, arguments);
    }
    trace.add(this);
    long start = System.nanoTime();
    ResultSet result = statement.executeQuery();
    nanos += System.nanoTime() - start;
    return WatchedConnection.proxy(
        ResultSet.class, (called, with) -> onResult(result, called, with));
  }

  private @Nullable Object onResult(ResultSet result, Method method, Object[] arguments)
      throws SQLException {
    if (!method.getName().equals("next")) {
      return WatchedConnection.call(result, method, arguments);
    }
    long start = System.nanoTime();
    boolean found = result.next();
    nanos += System.nanoTime() - start;
    rows += found ? 1 : 0;
    return found;
  }
}
