package org.fhirserver.store.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.Reads;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.StoredMethod;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.SearchStore;
import org.fhirserver.store.search.SqlText;
import org.fhirserver.store.search.Statements;
import org.fhirserver.store.tenant.Tenant;

/**
 * The histories of one type and of several: each type's current and past versions are walked by
 * time and merged, so that what lies behind a page costs nothing.
 */
@ApplicationScoped
public class TypeHistoryStore {

  @Inject private Database database;

  @Inject private Reads reads;

  @Inject private SearchStore searches;

  /**
   * Some versions of all resources of some types.
   *
   * @param types the types, and which of their resources; those that are not current any more
   *     fulfil no filter
   */
  public List<HistoryEntry> find(HistoryQuery query, Map<ResourceType, Expression> types) {
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            Comparator<HistoryPosition> order = Comparator.naturalOrder();
            TreeMap<HistoryPosition, HistoryEntry> found =
                new TreeMap<>(query.ascending() ? order : order.reversed());
            for (TypeHistorySql sql : statements(connection, query.tenant(), types)) {
              for (SqlText text : sql.versions(query)) {
                gather(connection, text, query.limit(), found);
              }
            }
            return List.copyOf(found.values());
          }
        });
  }

  /** How many versions of all resources of some types there are. */
  public long count(Tenant tenant, HistoryPeriod period, Map<ResourceType, Expression> types) {
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            long count = 0;
            for (TypeHistorySql sql : statements(connection, tenant, types)) {
              for (SqlText text : sql.counts(period)) {
                count += number(connection, text);
              }
            }
            return count;
          }
        });
  }

  /** Types without filter go together. */
  private List<TypeHistorySql> statements(
      Connection connection, Tenant tenant, Map<ResourceType, Expression> types)
      throws SQLException {
    List<TypeHistorySql> statements = new ArrayList<>();
    List<ResourceType> whole = new ArrayList<>();
    for (Map.Entry<ResourceType, Expression> entry : types.entrySet()) {
      ResourceType type = entry.getKey();
      if (entry.getValue() instanceof Expression.All) {
        whole.add(type);
      } else {
        SqlText keys = searches.keys(connection, tenant, type, entry.getValue());
        statements.add(
            new TypeHistorySql(database.dialect(), tenant, List.of(type), Optional.of(keys)));
      }
    }
    if (!whole.isEmpty()) {
      statements.add(new TypeHistorySql(database.dialect(), tenant, whole, Optional.empty()));
    }
    return statements;
  }

  /**
   * Adds the rows of a query, which come in order, as long as they belong to the first ones. A
   * version that is replaced meanwhile may come twice.
   */
  private static void gather(
      Connection connection, SqlText sql, int limit, TreeMap<HistoryPosition, HistoryEntry> found)
      throws SQLException {
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        HistoryPosition position = new HistoryPosition(rows.getLong(4), rows.getLong(5));
        if (found.size() == limit && found.comparator().compare(position, found.lastKey()) >= 0) {
          return;
        }
        if (!found.containsKey(position)) {
          found.put(position, new HistoryEntry(version(rows), position));
        }
        if (found.size() > limit) {
          found.pollLastEntry();
        }
      }
    }
  }

  private static ResourceVersion version(ResultSet rows) throws SQLException {
    StoredMethod method = StoredMethod.numbered(rows.getShort(6));
    return new ResourceVersion(
        new ResourceKey(ResourceType.numbered(rows.getShort(1)), rows.getString(2)),
        rows.getInt(3),
        Instant.ofEpochMilli(rows.getLong(4)),
        method,
        method == StoredMethod.DELETE ? new byte[0] : rows.getBytes(7));
  }

  private static long number(Connection connection, SqlText sql) throws SQLException {
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
