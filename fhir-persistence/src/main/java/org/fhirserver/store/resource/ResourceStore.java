package org.fhirserver.store.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.IndexRows;
import org.fhirserver.store.database.Reads;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.search.CustomParameters;
import org.fhirserver.store.search.FullTextIndex;
import org.fhirserver.store.search.Hash64;
import org.fhirserver.store.search.IndexRowEncoder;
import org.fhirserver.store.search.ResourceValues;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchParameters;
import org.fhirserver.store.tenant.Tenant;

/**
 * Resources by key. Writes belong to the transaction of the caller; what one transaction writes, it
 * reads.
 */
@ApplicationScoped
public class ResourceStore {

  private static final String SERIALIZATION_FAILURE = "40001";

  @PersistenceContext(unitName = "fhir")
  private EntityManager entityManager;

  @Inject private Database database;

  @Inject private Reads reads;

  @Inject private SearchParameters parameters;

  @Inject private FullTextIndex fullTexts;

  @Inject private CustomParameters customParameters;

  /** The current version; empty if there is none, never existed or deleted. */
  public Optional<ResourceVersion> read(Tenant tenant, ResourceKey key) {
    ResourceRowId rowId = new ResourceRowId(tenant, key);
    return reads.of(
        () ->
            Optional.ofNullable(entityManager.find(ResourceRow.class, rowId))
                .map(row -> row.version(key)));
  }

  /** The current version, held against other writers to the end of the transaction. */
  public Optional<ResourceVersion> readForUpdate(Tenant tenant, ResourceKey key) {
    ResourceRow row =
        entityManager.find(
            ResourceRow.class, new ResourceRowId(tenant, key), LockModeType.PESSIMISTIC_WRITE);
    return Optional.ofNullable(row).map(found -> found.version(key));
  }

  /** One version, current or past; a deletion counts as a version. */
  public Optional<ResourceVersion> readVersion(Tenant tenant, ResourceKey key, int number) {
    // A version only ever moves from current to past, so it cannot be missed in this order.
    Optional<ResourceVersion> current =
        read(tenant, key).filter(version -> version.version() == number);
    if (current.isPresent()) {
      return current;
    }
    VersionRowId rowId = new VersionRowId(new ResourceRowId(tenant, key), number);
    return reads.of(
        () ->
            Optional.ofNullable(entityManager.find(VersionRow.class, rowId))
                .map(row -> row.version(key)));
  }

  /** The last version of a resource that has no current one: its deletion. */
  public Optional<ResourceVersion> readDeletion(Tenant tenant, ResourceKey key) {
    return reads.of(
        () ->
            entityManager
                .createQuery(
                    """
                    select v from VersionRow v
                    where v.type = :type and v.id = :id and v.tenant = :tenant and v.shard = :shard
                    order by v.version desc
                    """,
                    VersionRow.class)
                .setParameter("type", key.type().number())
                .setParameter("id", key.id())
                .setParameter("tenant", tenant.number())
                .setParameter("shard", new ResourceRowId(tenant, key).shard())
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(row -> row.version(key)));
  }

  /**
   * Stores resources that have no current version.
   *
   * @throws ContentionException if one of them has come into being meanwhile
   * @throws FhirException INVALID or CONFLICT if one is an active SearchParameter that cannot be
   *     indexed
   */
  public void insert(Tenant tenant, List<ResourceWrite> writes) {
    ContentionException.guard(
        database,
        () -> {
          SearchParameterRegistry registry = parameters.of(tenant);
          IndexRows rows = new IndexRows();
          for (ResourceWrite write : writes) {
            ResourceRowId rowId = new ResourceRowId(tenant, write.version().key());
            long resourceKey = database.nextKey(this::connection);
            entityManager.persist(
                new ResourceRow(
                    rowId, Hash64.of(write.version().key()), resourceKey, write.version()));
            new IndexRowEncoder(tenant, rowId.shard(), resourceKey, rows)
                .add(fullTexts.values(write.values(), registry));
          }
          entityManager.flush();
          entityManager.clear();
          database.dialect().indexWriter().insert(connection(), rows);
          requireStill(tenant, registry);
          writes.forEach(write -> customParameters.stored(tenant, write.version(), write.values()));
        });
  }

  /**
   * Stores a resource that has no current version under an id that others may know too.
   *
   * @throws ContentionException if it has come into being meanwhile, though it may be gone again
   */
  public void insertKnown(Tenant tenant, ResourceWrite write) {
    insert(tenant, List.of(write));
    // From here on nobody else can store or delete it. Before, both may have happened, one after
    // the other, since the version that this one follows was read.
    int newest =
        readDeletion(tenant, write.version().key()).map(ResourceVersion::version).orElse(0);
    if (newest >= write.version().version()) {
      throw contention("The version is taken");
    }
  }

  private static ContentionException contention(String reason) {
    return new ContentionException(
        new SQLTransactionRollbackException(reason, SERIALIZATION_FAILURE));
  }

  /**
   * Puts a version in place of the one that {@link #readForUpdate} returned in this transaction.
   *
   * @param replaced the replaced version
   * @param keepReplaced whether the replaced version becomes a past one; else it is lost
   * @throws FhirException INVALID or CONFLICT if it is an active SearchParameter that cannot be
   *     indexed
   */
  public void replace(
      Tenant tenant, ResourceWrite write, ResourceValues replaced, boolean keepReplaced) {
    ContentionException.guard(
        database,
        () -> {
          ResourceRowId rowId = new ResourceRowId(tenant, write.version().key());
          ResourceRow row = held(rowId);
          SearchParameterRegistry registry = parameters.of(tenant);
          IndexRows before = new IndexRows();
          new IndexRowEncoder(tenant, row.shard(), row.resourceKey(), before)
              .add(fullTexts.values(replaced, registry));
          IndexRows after = new IndexRows();
          new IndexRowEncoder(tenant, row.shard(), row.resourceKey(), after)
              .add(fullTexts.values(write.values(), registry));
          IndexRows removed = before.without(after);
          IndexRows added = after.without(before);
          if (keepReplaced) {
            long replacedAt = write.version().lastUpdated().toEpochMilli();
            database
                .dialect()
                .indexWriter()
                .supersede(connection(), rowId.rowKey(), replacedAt, removed, added);
          } else {
            database.dialect().indexWriter().change(connection(), removed, added);
          }
          row.become(write.version());
          entityManager.flush();
          requireStill(tenant, registry);
          customParameters.stored(tenant, write.version(), write.values());
        });
  }

  /**
   * Sees to it that what has been written was indexed by the paths that count. This comes behind
   * the writing, so that whoever waits for the writers of a moment knows of this one.
   */
  private void requireStill(Tenant tenant, SearchParameterRegistry registry) {
    if (!parameters.areStill(tenant, registry)) {
      throw contention("The search parameters have changed");
    }
  }

  /** Puts another body in the place of that of a past version. */
  public void rewrite(Tenant tenant, ResourceVersion version) {
    VersionRowId rowId =
        new VersionRowId(new ResourceRowId(tenant, version.key()), version.version());
    ContentionException.guard(
        database,
        () -> {
          entityManager.find(VersionRow.class, rowId).become(version.body());
          entityManager.flush();
        });
  }

  /** Deletes the resource that {@link #readForUpdate} returned in this transaction. */
  public void delete(Tenant tenant, ResourceVersion deletion) {
    ContentionException.guard(
        database,
        () -> {
          ResourceRowId rowId = new ResourceRowId(tenant, deletion.key());
          ResourceRow row = held(rowId);
          database
              .dialect()
              .indexWriter()
              .supersede(
                  connection(),
                  rowId.rowKey(),
                  deletion.lastUpdated().toEpochMilli(),
                  row.resourceKey());
          entityManager.remove(row);
          entityManager.persist(new VersionRow(rowId, row.resourceKey(), deletion));
          entityManager.flush();
          customParameters.removed(tenant, deletion.key());
        });
  }

  /**
   * Removes a resource with all its versions, as if it had never been. {@link #readForUpdate} holds
   * it, if it has a current version.
   */
  public void erase(Tenant tenant, ResourceKey key) {
    ContentionException.guard(
        database,
        () -> {
          ResourceRow row = entityManager.find(ResourceRow.class, new ResourceRowId(tenant, key));
          if (row != null) {
            database.dialect().indexWriter().delete(connection(), row.resourceKey());
            entityManager.remove(row);
            entityManager.flush();
            customParameters.removed(tenant, key);
          }
          deleteVersions(tenant, key, Integer.MAX_VALUE);
        });
  }

  /** Removes the past versions, and deletions, with numbers below that one. */
  public void purge(Tenant tenant, ResourceKey key, int below) {
    ContentionException.guard(database, () -> deleteVersions(tenant, key, below));
  }

  private void deleteVersions(Tenant tenant, ResourceKey key, int below) {
    entityManager
        .createQuery(
            """
            delete from VersionRow v
            where v.type = :type and v.id = :id and v.tenant = :tenant and v.shard = :shard
              and v.version < :below
            """)
        .setParameter("type", key.type().number())
        .setParameter("id", key.id())
        .setParameter("tenant", tenant.number())
        .setParameter("shard", new ResourceRowId(tenant, key).shard())
        .setParameter("below", below)
        .executeUpdate();
  }

  /**
   * Makes all who decide by the same criteria in this tenant wait for one another, to the end of
   * their transactions.
   */
  public void lockCriteria(Tenant tenant, String criteria) {
    long hash = Hash64.of(criteria);
    ContentionException.guard(
        database, () -> database.lockCriteria(connection(), tenant, Shard.of(tenant, hash), hash));
  }

  private ResourceRow held(ResourceRowId rowId) {
    ResourceRow row = entityManager.find(ResourceRow.class, rowId);
    if (row == null) {
      throw new IllegalStateException("The resource is not held by this transaction");
    }
    return row;
  }

  private Connection connection() {
    return entityManager.unwrap(Connection.class);
  }
}
