package org.fhirserver.store.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/**
 * How many rows a condition yields, counted up to a limit and remembered for a while: it decides
 * which condition leads a query, never what the query finds.
 */
final class LegSizes {

  /** Counting stops here: more rows than are quickly sorted. */
  static final long MANY = 10_000;

  /** Sizes that are remembered, shared by all searches of a node. */
  static final class Memory {
    private final Cache<Leg, Long> sizes =
        Caffeine.newBuilder().maximumSize(20_000).expireAfterWrite(Duration.ofMinutes(5)).build();
  }

  /**
   * A query that was counted.
   *
   * @param values a hash of the bound values, which may be lists of thousands
   */
  private record Leg(String sql, long values) {
    static Leg of(SqlText query) {
      long hash = 0;
      for (Object value : query.values()) {
        hash = 31 * hash + hash(value);
      }
      return new Leg(query.toString(), hash);
    }

    private static long hash(Object value) {
      if (value instanceof Long number) {
        return number;
      }
      if (value instanceof long[] numbers) {
        return Arrays.hashCode(numbers);
      }
      return Hash64.of((String) value);
    }
  }

  private final Memory memory;
  private final Connection connection;

  LegSizes(Memory memory, Connection connection) {
    this.memory = memory;
    this.connection = connection;
  }

  /** The number of rows of a query, {@link #MANY} if there are as many or more. */
  long atMost(SqlText query) {
    Leg leg = Leg.of(query);
    Long known = memory.sizes.getIfPresent(leg);
    if (known != null) {
      return known;
    }
    long size = count(query);
    memory.sizes.put(leg, size);
    return size;
  }

  private long count(SqlText query) {
    SqlText sql =
        new SqlText()
            .purpose("size of a condition")
            .add("select count(*) from (")
            .add(query)
            .add(" fetch first ")
            .add(MANY)
            .add(" rows only) c");
    try (var statement = Statements.prepare(connection, sql);
        var result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    } catch (SQLException failure) {
      throw new jakarta.persistence.PersistenceException(failure);
    }
  }
}
