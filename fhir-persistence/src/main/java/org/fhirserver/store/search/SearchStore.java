package org.fhirserver.store.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.Reads;
import org.fhirserver.store.database.Tracing;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.tenant.Tenant;
import org.fhirserver.store.ucum.Units;

/** Resources by what they contain. A search inside a transaction sees what that has written. */
@ApplicationScoped
public class SearchStore {
  private final LegSizes.Memory memory = new LegSizes.Memory();

  @Inject private Database database;

  @Inject private Reads reads;

  @Inject private Units units;

  @Inject private UnitsInUse unitsInUse;

  @Inject private Tracing tracing;

  /**
   * One page of a search.
   *
   * @param found the resources in order
   * @param previous where the page before starts, going backwards; empty on the first one
   * @param next where the next page starts; empty on the last one
   */
  public record Page(
      List<FoundResource> found, Optional<PageCursor> previous, Optional<PageCursor> next) {

    /** The current versions of the resources, in order. */
    public List<ResourceVersion> resources() {
      return found.stream().map(FoundResource::resource).toList();
    }
  }

  /** Finds a page of resources. */
  public Page search(ResourceQuery query) {
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            return new PageSearch(connection, queries(connection, query.tenant()), query).page();
          }
        });
  }

  /** How many resources fulfil a filter. */
  public long count(Tenant tenant, ResourceType type, Expression filter) {
    return count(tenant, List.of(new TypeQuery(type, filter, List.of())));
  }

  /** How many resources of these types fulfil the filters. */
  public long count(Tenant tenant, List<TypeQuery> types) {
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            TypeQueries queries = queries(connection, tenant);
            List<TypeQuery> present = queries.rewritten(queries.present(types));
            return present.isEmpty() ? 0 : count(connection, queries, present);
          }
        });
  }

  private static long count(Connection connection, TypeQueries queries, List<TypeQuery> types)
      throws SQLException {
    SqlText sql = new SqlText().purpose("count").add("values (");
    String separator = "(";
    for (TypeQuery query : types) {
      sql.add(separator).add(queries.compiler(query.type()).count(query.filter()));
      separator = ") + (";
    }
    try (var statement = Statements.prepare(connection, sql.add("))"));
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private TypeQueries queries(Connection connection, Tenant tenant) {
    return new TypeQueries(
        connection,
        database.dialect(),
        tenant,
        new LegSizes(memory, connection),
        filter -> ConvertUnits.apply(filter, units, unitsInUse.of(connection, tenant)),
        tracing);
  }

  /**
   * A query for the keys of the resources that fulfil a filter, each once, to stand within another.
   */
  public SqlText keys(Connection connection, Tenant tenant, ResourceType type, Expression filter)
      throws SQLException {
    TypeQueries queries = queries(connection, tenant);
    return queries.compiler(type).keys(queries.rewritten(filter, type));
  }
}
