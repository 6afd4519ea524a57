package org.fhirserver.store.database;

/** The primary key of a row of table resource. */
public record RowKey(short type, String id, short tenant, short shard) {

  /**
   * Copies the row of table resource with that key; its markers are the time at which it is
   * replaced and the key's parts in order.
   */
  static final String COPY_TO_VERSIONS =
      """
      insert into resource_version
        (shard, tenant, type, method, version, last_updated, resource_key, replaced_at, id, body)
      select shard, tenant, type, method, version, last_updated, resource_key,
        cast(? as bigint), id, body
      from resource where type = ? and id = ? and tenant = ? and shard = ?\
      """;
}
