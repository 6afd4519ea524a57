package org.fhirserver.store.resource;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.fhirserver.store.model.ResourceKey;

/** The current version of a resource: its body is exactly the JSON that is served. */
@Entity
@Table(name = "resource")
@IdClass(ResourceRowId.class)
public class ResourceRow {
  @Id private short type;

  @Id private String id = "";

  @Id private short tenant;

  @Id private short shard;

  /** How this version came to be: the number of a {@link StoredMethod}. */
  private short method;

  /** By this key index rows point here: unique in the database and growing with time. */
  @Column(name = "resource_key")
  private long resourceKey;

  /** The hash of type and id by which references point here. */
  @Column(name = "identity_hash")
  private long identityHash;

  /** Milliseconds since 1970-01-01T00:00Z. */
  @Column(name = "last_updated")
  private long lastUpdated;

  private int version;

  private byte[] body = new byte[0];

  /** For JPA. */
  protected ResourceRow() {}

  ResourceRow(ResourceRowId rowId, long identityHash, long resourceKey, ResourceVersion version) {
    this.type = rowId.type();
    this.id = rowId.id();
    this.tenant = rowId.tenant();
    this.shard = rowId.shard();
    this.identityHash = identityHash;
    this.resourceKey = resourceKey;
    this.method = version.method().number();
    this.version = version.version();
    this.lastUpdated = version.lastUpdated().toEpochMilli();
    this.body = version.body();
  }

  short shard() {
    return shard;
  }

  short method() {
    return method;
  }

  long resourceKey() {
    return resourceKey;
  }

  long lastUpdated() {
    return lastUpdated;
  }

  int version() {
    return version;
  }

  byte[] body() {
    return body;
  }

  ResourceVersion version(ResourceKey key) {
    return new ResourceVersion(
        key, version, Instant.ofEpochMilli(lastUpdated), StoredMethod.numbered(method), body);
  }

  void become(ResourceVersion next) {
    this.method = next.method().number();
    this.version = next.version();
    this.lastUpdated = next.lastUpdated().toEpochMilli();
    this.body = next.body();
  }
}
