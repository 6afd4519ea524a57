package org.fhirserver.store.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.StoredMethod;
import org.fhirserver.store.tenant.Tenant;

/**
 * A resource that was found.
 *
 * @param resource its current version
 * @param resourceKey the number that stands for it in the index
 */
public record FoundResource(ResourceVersion resource, long resourceKey) {

  /** The columns of table resource, alias r, that {@link #of} reads. */
  static final String COLUMNS =
      "r.type, r.id, r.version, r.last_updated, r.method, r.body, r.resource_key";

  /** The number of the first column behind {@link #COLUMNS}. */
  static final int FIRST_OTHER_COLUMN = 8;

  /**
   * Joins the resources, alias r, to rows with their keys, alias m. The keys are read first and
   * once, and a row without resource stays.
   *
   * @param type the type of a resource, a number or a column of m
   */
  static void addJoin(SqlText sql, Dialect dialect, Tenant tenant, String type) {
    sql.add(" left join resource r").add(dialect.useIndex("resource_by_key"));
    sql.add(" on r.tenant = ").add(tenant.number()).add(" and r.type = ").add(type);
    sql.add(" and r.resource_key = m.resource_key");
  }

  /** The resource in the current row of a query whose first columns are {@link #COLUMNS}. */
  static FoundResource of(ResultSet row) throws SQLException {
    return new FoundResource(
        new ResourceVersion(
            new ResourceKey(ResourceType.numbered(row.getShort(1)), row.getString(2)),
            row.getInt(3),
            Instant.ofEpochMilli(row.getLong(4)),
            StoredMethod.numbered(row.getShort(5)),
            row.getBytes(6)),
        row.getLong(7));
  }

  /**
   * The same where table resource is joined by an outer join: nothing if the resource has been
   * deleted since its key was read, for a statement of Derby sees no single moment.
   */
  static Optional<FoundResource> ifThere(ResultSet row) throws SQLException {
    return row.getString(2) == null ? Optional.empty() : Optional.of(of(row));
  }

  /** Which resource it is. */
  public ResourceKey key() {
    return resource.key();
  }
}
