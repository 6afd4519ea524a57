package org.fhirserver.store.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.IndexRows;
import org.fhirserver.store.database.IndexTable;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.FullTextIndex;
import org.fhirserver.store.search.IndexRowEncoder;
import org.fhirserver.store.search.IndexValue;
import org.fhirserver.store.search.ResourceValues;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchParameters;
import org.fhirserver.store.tenant.Tenant;

/**
 * Makes index rows of stored resources anew. Each resource is held against other writers while its
 * rows change, to the end of the transaction of the caller.
 */
@ApplicationScoped
public class IndexRewriting {

  @PersistenceContext(unitName = "fhir")
  private EntityManager entityManager;

  @Inject private Database database;

  @Inject private SearchParameters parameters;

  @Inject private FullTextIndex fullTexts;

  @Inject private FhirJson json;

  /** A resource to be dealt with. */
  public record Position(String id, long resourceKey) {}

  /**
   * Whose rows are made anew.
   *
   * @param type the type of the resources
   * @param baseUrl the base URL by which references to this server's own resources are known
   * @param paths only the rows of these paths; empty for all
   */
  public record Scope(
      Tenant tenant, ResourceType type, String baseUrl, Optional<Set<Integer>> paths) {}

  /** A key greater than that of every resource that is there. */
  public long end() {
    return ContentionException.guard(database, () -> database.keyBound(connection()));
  }

  /** How many resources of these types there are. */
  public long count(Tenant tenant, Collection<ResourceType> types) {
    return entityManager
        .createQuery(
            "select count(r) from ResourceRow r where r.tenant = :tenant and r.type in :types",
            Long.class)
        .setParameter("tenant", tenant.number())
        .setParameter("types", types.stream().map(ResourceType::number).toList())
        .getSingleResult();
  }

  /** The next resources of a type in the order of their keys. */
  public List<Position> next(Tenant tenant, ResourceType type, long after, long end, int most) {
    return ContentionException.guard(
        database,
        () ->
            entityManager
                .createQuery(
                    """
                    select r.id, r.resourceKey from ResourceRow r
                    where r.tenant = :tenant and r.type = :type
                      and r.resourceKey > :after and r.resourceKey <= :end
                    order by r.resourceKey
                    """,
                    Object[].class)
                .setParameter("tenant", tenant.number())
                .setParameter("type", type.number())
                .setParameter("after", after)
                .setParameter("end", end)
                .setMaxResults(most)
                .getResultStream()
                .map(row -> new Position((String) row[0], ((Number) row[1]).longValue()))
                .toList());
  }

  /**
   * Makes the rows of these resources anew, as far as they are still there. They are held in the
   * order in which transactions hold resources.
   *
   * @param ids the ids of the resources
   * @return how many there were
   * @throws ContentionException if it lost against other writers
   */
  public int rewrite(Scope scope, List<String> ids) {
    return ContentionException.guard(
        database,
        () -> {
          SearchParameterRegistry registry = parameters.of(scope.tenant());
          IndexRows rows = new IndexRows();
          List<Long> keys = new ArrayList<>();
          ids.stream()
              .sorted(Comparator.naturalOrder())
              .forEach(
                  id -> held(scope, id).ifPresent(row -> add(scope, registry, row, keys, rows)));
          delete(scope, keys);
          database.dialect().indexWriter().insert(connection(), rows);
          entityManager.clear();
          if (scope.paths().isEmpty() && !parameters.areStill(scope.tenant(), registry)) {
            throw new ContentionException(
                new SQLTransactionRollbackException("The search parameters have changed"));
          }
          return keys.size();
        });
  }

  /** Removes rows of resources, whoever writes them. */
  public void remove(Scope scope, List<Position> resources) {
    ContentionException.guard(
        database,
        () -> {
          delete(scope, resources.stream().map(Position::resourceKey).toList());
          return true;
        });
  }

  private Optional<ResourceRow> held(Scope scope, String id) {
    ResourceRowId rowId = new ResourceRowId(scope.tenant(), new ResourceKey(scope.type(), id));
    return Optional.ofNullable(
        entityManager.find(ResourceRow.class, rowId, LockModeType.PESSIMISTIC_WRITE));
  }

  private void add(
      Scope scope,
      SearchParameterRegistry registry,
      ResourceRow row,
      List<Long> keys,
      IndexRows rows) {
    keys.add(row.resourceKey());
    List<IndexValue> values =
        fullTexts.values(
            new ResourceValues(json.readStored(row.body()), scope.baseUrl()), registry);
    new IndexRowEncoder(scope.tenant(), row.shard(), row.resourceKey(), rows)
        .add(
            scope
                .paths()
                .map(
                    paths ->
                        values.stream().filter(value -> paths.contains(value.path().id())).toList())
                .orElse(values));
  }

  /** One key at a time: so each database goes by its index. */
  private void delete(Scope scope, List<Long> keys) throws SQLException {
    String paths =
        scope
            .paths()
            .map(some -> some.stream().map(String::valueOf))
            .orElseGet(Stream::empty)
            .collect(Collectors.joining(", "));
    String condition = paths.isEmpty() ? "" : " and path in (" + paths + ")";
    for (IndexTable table : database.dialect().indexTables()) {
      try (PreparedStatement statement =
          connection()
              .prepareStatement(
                  "delete from " + table.tableName() + " where resource_key = ?" + condition)) {
        for (long key : keys) {
          statement.setLong(1, key);
          statement.addBatch();
        }
        statement.executeBatch();
      }
    }
  }

  private Connection connection() {
    return entityManager.unwrap(Connection.class);
  }
}
