package org.fhirserver.store.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.Shard;
import org.fhirserver.store.resource.StoredMethod;
import org.fhirserver.store.search.SqlText;
import org.fhirserver.store.search.Statements;
import org.fhirserver.store.tenant.Tenant;

/**
 * The versions of one resource by their numbers, which grow with time. Times are turned into
 * numbers by halving and a page is read as a range of numbers, so that other versions cost nothing.
 */
final class InstanceHistory {
  private final Connection connection;
  private final Tenant tenant;
  private final ResourceKey key;
  private final Optional<ResourceVersion> current;
  private final int newest;

  /** Numbers of versions, both ends included. */
  private record Span(int first, int last) {
    boolean holds(int number) {
      return first <= number && number <= last;
    }
  }

  InstanceHistory(
      Connection connection, Tenant tenant, ResourceKey key, Optional<ResourceVersion> current)
      throws SQLException {
    this.connection = connection;
    this.tenant = tenant;
    this.key = key;
    this.current = current;
    this.newest = current.isPresent() ? current.get().version() : newestPast();
  }

  /** Whether there is any version. */
  boolean exists() {
    return newest > 0;
  }

  /** Some versions. */
  List<HistoryEntry> find(HistoryQuery query) throws SQLException {
    Span span = behind(span(query.period()), query);
    List<HistoryEntry> found = new ArrayList<>();
    Optional<ResourceVersion> shown = current.filter(version -> span.holds(version.version()));
    Span past = new Span(span.first(), Math.min(span.last(), lastPast()));
    if (query.ascending()) {
      addPast(found, past, query);
      shown.filter(version -> found.size() < query.limit()).ifPresent(v -> found.add(entry(v)));
    } else {
      shown.ifPresent(version -> found.add(entry(version)));
      addPastDown(found, past, query);
    }
    return found;
  }

  /** How many versions there are. */
  long count(HistoryPeriod period) throws SQLException {
    Span span = span(period);
    SqlText sql = new SqlText().add("select count(*)");
    addRange(sql, new Span(span.first(), Math.min(span.last(), lastPast())), period);
    long count = current.filter(version -> span.holds(version.version())).isPresent() ? 1 : 0;
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return count + rows.getLong(1);
    }
  }

  private int lastPast() {
    return current.isPresent() ? newest - 1 : newest;
  }

  private Span span(HistoryPeriod period) throws SQLException {
    int last = firstSince(period.until()) - 1;
    int first = period.current() ? firstSince(period.from() + 1) - 1 : firstSince(period.from());
    return new Span(Math.max(1, first), last);
  }

  private static Span behind(Span span, HistoryQuery query) {
    if (query.after().isEmpty()) {
      return span;
    }
    long number = query.after().get().tie();
    return query.ascending()
        ? new Span((int) Math.max(span.first(), number + 1), span.last())
        : new Span(span.first(), (int) Math.min(span.last(), number - 1));
  }

  /** The lowest number from which on all versions were made at that time or later. */
  private int firstSince(long time) throws SQLException {
    int low = time == Long.MAX_VALUE ? newest + 1 : 1;
    int high = time == Long.MIN_VALUE ? low : newest + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      HistoryPosition version = firstFrom(middle);
      if (version.lastUpdated() >= time) {
        high = middle;
      } else {
        low = (int) version.tie() + 1;
      }
    }
    return low;
  }

  /** The first version with that number or a higher one. */
  private HistoryPosition firstFrom(int number) throws SQLException {
    SqlText sql = new SqlText().add("select version, last_updated");
    addRange(sql, new Span(number, lastPast()), HistoryPeriod.ALWAYS);
    sql.add(" order by version fetch first 1 rows only");
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      if (rows.next()) {
        return new HistoryPosition(rows.getLong(2), rows.getLong(1));
      }
    }
    return current
        .map(InstanceHistory::position)
        .orElse(new HistoryPosition(Long.MAX_VALUE, newest));
  }

  private int newestPast() throws SQLException {
    SqlText sql = new SqlText().add("select max(version)");
    addRange(sql, new Span(1, Integer.MAX_VALUE), HistoryPeriod.ALWAYS);
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Adds past versions, the newest first: not every database reads an index backwards. */
  private void addPastDown(List<HistoryEntry> found, Span past, HistoryQuery query)
      throws SQLException {
    long width = query.limit();
    int last = past.last();
    while (found.size() < query.limit() && past.first() <= last) {
      int first = (int) Math.max(past.first(), last - width + 1);
      addPast(found, new Span(first, last), query);
      last = first - 1;
      width *= 2;
    }
  }

  private void addPast(List<HistoryEntry> found, Span span, HistoryQuery query)
      throws SQLException {
    SqlText sql = new SqlText().add("select version, last_updated, method, body");
    addRange(sql, span, query.period());
    sql.add(" order by version").add(query.ascending() ? "" : " desc");
    sql.add(" fetch first ").add(query.limit()).add(" rows only");
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      while (found.size() < query.limit() && rows.next()) {
        StoredMethod method = StoredMethod.numbered(rows.getShort(3));
        found.add(
            entry(
                new ResourceVersion(
                    key,
                    rows.getInt(1),
                    Instant.ofEpochMilli(rows.getLong(2)),
                    method,
                    method == StoredMethod.DELETE ? new byte[0] : rows.getBytes(4))));
      }
    }
  }

  private void addRange(SqlText sql, Span span, HistoryPeriod period) {
    sql.add(" from resource_version where type = ").add(key.type().number());
    sql.add(" and id = ").bind(key.id()).add(" and tenant = ").add(tenant.number());
    sql.add(" and shard = ").bind((long) Shard.of(tenant, key));
    sql.add(" and version >= ").bind((long) span.first());
    sql.add(" and version <= ").bind((long) span.last());
    if (period.current()) {
      sql.add(" and replaced_at > ").bind(period.from());
    }
  }

  private static HistoryEntry entry(ResourceVersion version) {
    return new HistoryEntry(version, position(version));
  }

  private static HistoryPosition position(ResourceVersion version) {
    return new HistoryPosition(version.lastUpdated().toEpochMilli(), version.version());
  }
}
