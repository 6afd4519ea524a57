package org.fhirserver.store.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.Reads;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.StoredMethod;
import org.fhirserver.store.tenant.Tenant;

/** Resources by what they contain. A search inside a transaction sees what that has written. */
@ApplicationScoped
public class SearchStore {
  private final LegSizes.Memory memory = new LegSizes.Memory();

  @Inject private Database database;

  @Inject private Reads reads;

  /**
   * One page of a search.
   *
   * @param resources the resources in order, current versions
   * @param next where the next page starts; empty on the last one
   */
  public record Page(List<ResourceVersion> resources, Optional<PageCursor> next) {}

  /** Finds a page of resources. */
  public Page search(ResourceQuery query) {
    return reads.of(
        () -> {
          try (Connection connection = database.connection();
              var statement = Statements.prepare(connection, compiled(connection, query))) {
            statement.setFetchSize(query.count() + 1);
            try (ResultSet rows = statement.executeQuery()) {
              return page(rows, query);
            }
          }
        });
  }

  private SqlText compiled(Connection connection, ResourceQuery query) throws SQLException {
    Expression filter = rewritten(connection, query.tenant(), query.type(), query.filter());
    return compiler(connection, query.tenant(), query.type())
        .page(
            new ResourceQuery(
                query.tenant(), query.type(), filter, query.sort(), query.after(), query.count()));
  }

  /** How many resources fulfil a filter. */
  public long count(Tenant tenant, ResourceType type, Expression filter) {
    return reads.of(
        () -> {
          try (Connection connection = database.connection();
              var statement =
                  Statements.prepare(
                      connection,
                      compiler(connection, tenant, type)
                          .count(rewritten(connection, tenant, type, filter)));
              ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  private Expression rewritten(
      Connection connection, Tenant tenant, ResourceType type, Expression filter)
      throws SQLException {
    return new ResolveChains(
            database.dialect(), tenant, connection, other -> compiler(connection, tenant, other))
        .apply(MergeDateBounds.apply(filter), type);
  }

  private QueryCompiler compiler(Connection connection, Tenant tenant, ResourceType type) {
    return new QueryCompiler(database.dialect(), tenant, type, new LegSizes(memory, connection));
  }

  /**
   * A query for the keys of the resources that fulfil a filter, each once, to stand within another.
   */
  public SqlText keys(Connection connection, Tenant tenant, ResourceType type, Expression filter)
      throws SQLException {
    return compiler(connection, tenant, type).keys(rewritten(connection, tenant, type, filter));
  }

  private static Page page(ResultSet rows, ResourceQuery query) throws SQLException {
    List<ResourceVersion> resources = new ArrayList<>(query.count());
    Optional<PageCursor> last = Optional.empty();
    while (rows.next()) {
      if (resources.size() == query.count()) {
        return new Page(resources, last);
      }
      resources.add(
          new ResourceVersion(
              new ResourceKey(query.type(), rows.getString(1)),
              rows.getInt(2),
              Instant.ofEpochMilli(rows.getLong(3)),
              StoredMethod.numbered(rows.getShort(4)),
              rows.getBytes(5)));
      if (resources.size() == query.count()) {
        last = Optional.of(cursor(rows, query.sort()));
      }
    }
    return new Page(resources, Optional.empty());
  }

  private static PageCursor cursor(ResultSet rows, List<SortKey> sort) throws SQLException {
    List<Optional<Object>> values = new ArrayList<>(sort.size());
    for (int i = 0; i < sort.size(); i++) {
      int column = 7 + i;
      Object value =
          SortValue.of(sort.get(i)).isNumber()
              ? (Object) rows.getLong(column)
              : rows.getString(column);
      values.add(rows.wasNull() ? Optional.empty() : Optional.of(value));
    }
    return new PageCursor(List.copyOf(values), rows.getLong(6));
  }
}
