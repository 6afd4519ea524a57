package org.fhirserver.store.search;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.search.UnitsInUse.Place;

/**
 * Finds the codes of quantities at a path without looking at all entries, only as hashes. What is
 * known already is passed over: only the gaps between the known hashes are looked into, and not
 * even these if nothing has been committed since they were found empty.
 */
final class QuantityCodes {
  private static final String PURPOSE = "units in use";

  private final Connection connection;
  private final Dialect dialect;

  QuantityCodes(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /**
   * What was found.
   *
   * @param hashes codes that were not known; none means that there are no others
   * @param state what was committed then; empty if the database does not tell
   */
  record Found(List<Long> hashes, Optional<String> state) {}

  /**
   * Looks for codes.
   *
   * @param known hashes of codes that are known
   * @param state what was committed when there were no others; "" if that is not known
   */
  Found find(Place place, SortedSet<Long> known, String state) throws SQLException {
    Optional<String> committed = dialect.committedState();
    return committed.isPresent()
        ? findInGaps(place, known, state, committed.get())
        : new Found(findInSteps(place, known), Optional.empty());
  }

  /** The first code in each gap, in one statement. */
  private Found findInGaps(Place place, SortedSet<Long> known, String state, String committed)
      throws SQLException {
    List<Long> lows = new ArrayList<>();
    List<Long> highs = new ArrayList<>();
    long low = Long.MIN_VALUE;
    for (long hash : known) {
      lows.add(low);
      highs.add(hash - 1);
      low = hash + 1;
    }
    lows.add(low);
    highs.add(Long.MAX_VALUE);
    SqlText sql = new SqlText().purpose(PURPOSE).add("select ").add(committed);
    sql.add(", cast(null as bigint) union all select null, f.code_hash from unnest(cast(");
    sql.bind(array(lows)).add(" as bigint[]), cast(").bind(array(highs));
    sql.add(" as bigint[])) g(low, high) cross join lateral (").add(firstCode(place));
    sql.add(" and q.code_hash >= g.low and q.code_hash <= g.high").add(FIRST);
    sql.add(") f where (").add(committed).add(") is distinct from ").bind(state);
    List<Long> hashes = new ArrayList<>();
    Optional<String> seen = Optional.empty();
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        long hash = rows.getLong(2);
        if (rows.wasNull()) {
          seen = Optional.ofNullable(rows.getString(1));
        } else {
          hashes.add(hash);
        }
      }
    }
    return new Found(hashes, seen);
  }

  /** From each code the index leads to the next one. */
  private List<Long> findInSteps(Place place, Collection<Long> known) throws SQLException {
    List<Long> hashes = new ArrayList<>();
    Optional<Long> last = next(place, Optional.empty());
    while (last.isPresent()) {
      if (!known.contains(last.get())) {
        hashes.add(last.get());
      }
      last = next(place, last);
    }
    return hashes;
  }

  private Optional<Long> next(Place place, Optional<Long> after) throws SQLException {
    SqlText sql = firstCode(place);
    after.ifPresent(hash -> sql.add(" and q.code_hash > ").bind(hash));
    sql.add(FIRST);
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
    }
  }

  private static final String FIRST = " order by q.code_hash fetch first 1 rows only";

  private static SqlText firstCode(Place place) {
    return new SqlText()
        .purpose(PURPOSE)
        .add("select q.code_hash from index_quantity q where q.tenant = ")
        .add(place.tenant().number())
        .add(" and q.path = ")
        .add(place.path().id());
  }

  private static String array(List<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
